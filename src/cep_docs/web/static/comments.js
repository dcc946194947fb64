// Beside a text: phrases put where the cursor is, comments on the words that are marked.
import { $ } from './cep.js';

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
