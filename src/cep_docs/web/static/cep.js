// What every page has: single keys, native dialogs, tabs. Everything works without it.
export const $ = (s, r = document) => r.querySelector(s);
export const $$ = (s, r = document) => [...r.querySelectorAll(s)];

/** Says it to screen readers, politely. @param {string} text */
export const announce = text => { const place = $('#annonce'); if (place) place.textContent = text; };

/** Keys may be switched off (WCAG 2.1.4): the choice is of this browser. */
const off = () => localStorage.getItem('touches') === 'non';
const typing = e => e.target.closest('input, textarea, select, [contenteditable]');

addEventListener('keydown', e => {
  if (e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented || typing(e) || off() || $('dialog[open]')) return;
  const key = e.key;
  if (key === '/') { const q = $('#q'); if (q) { e.preventDefault(); q.focus(); q.select(); } }
  else if (key === '?') { e.preventDefault(); $('#touches')?.showModal(); }
  else if (key === 'j' || key === 'k') step(key === 'j' ? 1 : -1, e);
  else {
    const line = document.activeElement?.closest('[data-line]');
    const to = (line && $(`[data-key="${CSS.escape(key)}"]`, line)) || $(`[data-key="${CSS.escape(key)}"]:not([data-line] *)`);
    if (to) { e.preventDefault(); to.click(); }
  }
});

/** j and k walk through the lines of lists; Enter follows the link that has the focus. */
function step(by, e) {
  const lines = $$('[data-line]').filter(l => l.getClientRects().length);
  if (!lines.length) return;
  e.preventDefault();
  const at = lines.indexOf(document.activeElement?.closest('[data-line]'));
  const next = lines[at < 0 ? (by > 0 ? 0 : lines.length - 1) : Math.min(lines.length - 1, Math.max(0, at + by))];
  $('a, button', next)?.focus();
  next.scrollIntoView({ block: 'nearest' });
}

addEventListener('click', e => {
  const opener = e.target.closest?.('[data-open]');
  if (opener) { e.preventDefault(); $('#' + opener.dataset.open)?.showModal(); }
  if (e.target.closest?.('[data-print]')) print();
});

const switchKeys = $('#sans-touches');
if (switchKeys) {
  switchKeys.checked = off();
  switchKeys.addEventListener('change', () => localStorage.setItem('touches', switchKeys.checked ? 'non' : 'oui'));
}

// One submission a form: a second click does nothing until the page has answered.
addEventListener('submit', e => {
  const form = e.target;
  if (e.defaultPrevented || form.method === 'get') return;
  if (form.dataset.sent) e.preventDefault(); else form.dataset.sent = '1';
});
addEventListener('pageshow', () => $$('form[data-sent]').forEach(f => delete f.dataset.sent));

// A fault is where one goes first.
$('[aria-invalid=true]')?.focus();
