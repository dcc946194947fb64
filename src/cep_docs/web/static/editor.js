// The page of a document: keys, marks, lines of tables, the sheet in step with the text.
import { $, $$ } from './cep.js';
import { flush, later } from './autosave.js';

document.documentElement.classList.add('on');
const field = el => el?.closest?.('[data-field]');
const first = at => $('[name]:not([type=hidden])', $('.ef > form', at) ?? at);

/** Goes to a heading: seen, and ready to be written in. */
function go(to) {
  if (!to) return;
  to.scrollIntoView({ block: 'start' });
  first(to)?.focus({ preventScroll: true });
}
const hash = () => { const to = location.hash.startsWith('#champ-') && document.getElementById(location.hash.slice(1)); if (to) go(to); };
addEventListener('hashchange', hash);

/** Leaves the page once everything is saved. */
async function leave(href) { if (await flush()) location.assign(href); }

function step(by) {
  const all = $$('[data-field]'), at = all.indexOf(field(document.activeElement));
  const next = at >= 0 ? at + by : all.findIndex(f => f.getBoundingClientRect().top > 0);
  go(all[Math.max(0, Math.min(all.length - 1, next))]);
}

// —— the text ——
/** Types for the writer, so that Ctrl+Z takes it back. */
const type = (area, text) => { area.focus(); document.execCommand('insertText', false, text); };
function mark(area, sign) {
  const { selectionStart: from, selectionEnd: to, value } = area;
  if (sign === '**') {
    type(area, `**${value.slice(from, to)}**`);
    if (from === to) area.setSelectionRange(from + 2, from + 2);
    return;
  }
  const begin = value.lastIndexOf('\n', from - 1) + 1, lines = value.slice(begin, to).split('\n');
  const listed = lines.every(l => l.startsWith(sign));
  area.setSelectionRange(begin, to);
  type(area, lines.map(l => listed ? l.slice(2) : sign + l).join('\n'));
}
/** Enter goes on with a list; on a blank item it ends it. */
function goOn(area, e) {
  const { selectionStart: at, value } = area, begin = value.lastIndexOf('\n', at - 1) + 1, line = value.slice(begin, at);
  if (!line.startsWith('- ')) return;
  e.preventDefault();
  if (line.trim() === '-') area.setSelectionRange(begin, at);
  type(area, line.trim() === '-' ? '\n' : '\n- ');
}

/** The tools above each text, with what it is called; again above those that were swapped. */
function tools() {
  for (const box of $$('.rich')) {
    if ($('.tools', box)) continue;
    const of = field(box), label = ` « ${$('label', of).textContent} »`, bar = $('#outils').content.firstChild.cloneNode(true);
    bar.ariaLabel = 'Mise en forme de' + label;
    for (const link of $$('a', bar)) {
      link.setAttribute('href', link.getAttribute('href') + of.dataset.field);
      $('.sr', link).append(label);
    }
    if (box.dataset.openComments) bar.lastChild.append(` (${box.dataset.openComments})`);
    box.prepend(bar);
  }
}
tools();

// —— tables ——
function row(what, button) {
  const table = $('tbody', field(button)), line = button.closest('tr');
  if (what === 'add') {
    const fresh = table.lastElementChild.cloneNode(true);
    $$('input, textarea, select', fresh).forEach(c => { c.value = ''; });
    table.append(fresh);
    return first(fresh)?.focus();
  }
  const near = line[what === 'up' ? 'previousElementSibling' : 'nextElementSibling'];
  if (what === 'up') near?.before(line); else if (what === 'down') near?.after(line);
  else if (table.rows.length > 1) { (near ?? line.previousElementSibling).querySelector('textarea, input, select').focus(); line.remove(); }
  else $$('input, textarea, select', line).forEach(c => { c.value = ''; });
  later(field(table).dataset.field, 0);
}
function below(cell) {
  const line = cell.closest('tr'), column = cell.closest('td').cellIndex;
  if (!line.nextElementSibling) row('add', cell);
  $('textarea, input, select', line.nextElementSibling.cells[column]).focus();
}

addEventListener('click', e => {
  const button = e.target.closest('[data-mark]'), line = e.target.closest('[data-row]'), tab = e.target.closest('[data-tab]');
  if (button) mark($('textarea', button.closest('.rich')), button.dataset.mark);
  if (line) { e.preventDefault(); row(line.dataset.row, line); }
  if (tab) show(tab);
  const link = e.target.closest('a[href]');
  if (link && !link.target && link.pathname !== location.pathname && !e.ctrlKey && !e.metaKey && !e.defaultPrevented) { e.preventDefault(); leave(link.href); }
  if (link?.hash && link.pathname === location.pathname) { $('#aller').close(); setTimeout(hash); }
});
addEventListener('submit', e => {
  const it = e.target;
  if (it.matches('.ef > form') || it.method !== 'post' || it.dataset.flushed) return;
  e.preventDefault();
  setTimeout(async () => { if (await flush()) { it.dataset.flushed = 1; delete it.dataset.sent; it.requestSubmit(e.submitter); } });
});

addEventListener('keydown', e => {
  const at = e.target, ctrl = e.ctrlKey || e.metaKey, arrow = { ArrowDown: 1, ArrowUp: -1 }[e.key], line = at.closest?.('.rows tr');
  const done = what => { e.preventDefault(); what(); };
  if (e.altKey && e.shiftKey && arrow && line) done(() => { row(arrow > 0 ? 'down' : 'up', at); at.focus(); });
  else if (e.altKey && arrow) done(() => step(arrow));
  else if (ctrl && e.key === 'k') done(open);
  else if (ctrl && (e.key === 's' || e.key === 'Enter')) done(() => leave(`${$('#editeur').dataset.url}/figer`));
  else if (ctrl && e.key === 'b' && at.matches('.rich textarea')) done(() => mark(at, '**'));
  else if (e.key === 'Enter' && at.matches('[data-line-cell], .rows input')) done(() => below(at));
  else if (e.key === 'Enter' && at.matches('textarea')) goOn(at, e);
  else if (arrow && at.closest('#aller')) done(() => { const all = $$('#aller li:not([hidden]) a'); all[Math.max(0, Math.min(all.length - 1, all.indexOf(at) + arrow))]?.focus(); });
  else if (e.key === 'Enter' && at.id === 'aller-mot') done(() => $('#aller li:not([hidden]) a')?.click());
});

// —— Ctrl+K ——
const bare = t => t.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
$('.goto').prepend(...$$('[data-field]').map(f => {
  const li = document.createElement('li'), a = document.createElement('a'), kind = document.createElement('span');
  a.href = '#' + f.id;
  kind.className = 'opt';
  kind.textContent = 'gap' in f.dataset ? 'à remplir' : 'rubrique';
  a.append($('.flabel', f).firstElementChild.textContent, kind);
  li.append(a);
  return li;
}));
function open() { const word = $('#aller-mot'); word.value = ''; filter(); $('#aller').showModal(); word.focus(); }
function filter() { const word = bare($('#aller-mot').value); $$('#aller li').forEach(li => { li.hidden = !bare(li.textContent).includes(word); }); }
$('#aller-mot').addEventListener('input', filter);

// —— phrases put where the cursor is, comments on the words that are marked ——
const box = $('#extraits'), find = $('[data-find]', box ?? document);
let area;
if (box) document.body.append(box); // the panel it stands in may be hidden
async function list() {
  const answer = await fetch(`${find.dataset.find}?q=${encodeURIComponent(find.value)}`, { headers: { Accept: '*/*' } });
  $('.found', box).innerHTML = answer.ok && !answer.redirected ? await answer.text() : '';
}
addEventListener('click', e => {
  const link = e.target.closest('[data-phrases], [data-comment]'), phrase = e.target.closest('[data-insert]');
  if (link) area = $('textarea', link.closest('.rich'));
  if (link?.matches('[data-phrases]') && box) { e.preventDefault(); e.stopPropagation(); box.showModal(); list(); }
  if (link?.matches('[data-comment]')) {
    const words = area.value.slice(area.selectionStart, area.selectionEnd).slice(0, 300), to = new URL(link.href);
    if (words) { to.searchParams.set('citation', words); link.href = to; }
  }
  if (phrase) {
    box.close(); area.focus();
    if (!document.execCommand('insertText', false, phrase.dataset.insert)) { area.setRangeText(phrase.dataset.insert, area.selectionStart, area.selectionEnd, 'end'); area.dispatchEvent(new Event('input', { bubbles: true })); }
  }
}, true);
find?.addEventListener('input', list);

// —— beside the text ——
function show(tab) {
  for (const other of $$('[data-tab]')) {
    other.ariaPressed = other === tab;
    document.getElementById(other.dataset.tab).hidden = other !== tab;
  }
}
show($('[data-tab]'));

/** The heading one writes in, shown in the sheet and in the list of parts. */
let here = '';
function follow(move) {
  const at = document.getElementById(`champ-${here}`);
  $$('.live').forEach(one => one.classList.remove('live'));
  const said = here && $(`[data-of="${here}"]`);
  if (said) {
    said.classList.add('live');
    const desk = $('#apercu');
    if (move) desk.scrollTo({ top: said.getBoundingClientRect().top - desk.getBoundingClientRect().top + desk.scrollTop - 120 });
  }
  const part = (at ?? $('.form section > *')).closest('section').id;
  $$('.toc a').forEach(a => { if (a.hash === `#${part}`) a.setAttribute('aria-current', 'true'); else a.removeAttribute('aria-current'); });
}
addEventListener('focusin', e => { const to = field(e.target)?.dataset.field; if (to && to !== here) { here = to; follow(true); } });
addEventListener('swapped', () => { tools(); follow(false); });
addEventListener('change', e => { if (e.target.name === 'absent') $('.value', e.target.form)?.toggleAttribute('data-absent', e.target.checked); });
if (innerWidth < 768) $('.toc details').open = false;
follow(false);
addEventListener('load', () => setTimeout(hash)); // the browser takes the focus away before that
