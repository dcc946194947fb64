// The history of a file: sifted at once with what is there, then with what the server has.
import { $, $$, announce } from './cep.js';

const log = $('#log');
/** @param {string} kind */
const sift = kind => {
  let shown = 0;
  for (const month of $$('div', log).filter(d => $('h3', d))) {
    const lines = $$('li', month);
    lines.forEach(l => { l.hidden = Boolean(kind) && !l.classList.contains(kind); });
    const left = lines.filter(l => !l.hidden).length;
    month.hidden = !left;
    shown += left;
  }
  return shown;
};

$('#historique')?.addEventListener('click', async e => {
  const link = e.target.closest('[data-sift], [data-older]');
  if (!link || e.ctrlKey || e.metaKey || e.shiftKey) return;
  e.preventDefault();
  const older = 'older' in link.dataset;
  const whole = 'whole' in $('#historique').dataset;
  let shown = 0;
  if (!older) {
    $$('[data-sift]').forEach(a => { if (a === link) a.setAttribute('aria-current', 'true'); else a.removeAttribute('aria-current'); });
    shown = sift(link.dataset.sift);
  }
  if (older || !whole) {
    const answer = await fetch(link.href).catch(() => null);
    if (!answer?.ok) { location.href = link.href; return; }
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    if (older) log.append(...$('#log', page).children); else log.replaceChildren(...$('#log', page).children);
    $('#historique > .more')?.remove();
    const more = $('#historique > .more', page);
    if (more) $('#historique').append(more);
    shown = $$('li', log).length;
  } else history.replaceState(null, '', link.href);
  announce(`${shown} ligne${shown > 1 ? 's' : ''}`);
});
