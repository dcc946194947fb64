// A part of the page is fetched again when something is asked of it: <form|a data-swap="#part">.
// Without this module, the whole page answers the same address.
import { $, announce } from './cep.js';

let asked = null, soon;

/** @param {HTMLElement} from @param {string} url */
async function swap(from, url) {
  const name = from.dataset.swap, part = $(name);
  if (!part) return location.assign(url);
  asked?.abort();
  const mine = asked = new AbortController();
  part.setAttribute('aria-busy', 'true');
  try {
    const answer = await fetch(url, { signal: mine.signal, headers: { Accept: 'text/html' } });
    const fresh = answer.ok && !answer.redirected
      && $(name, new DOMParser().parseFromString(await answer.text(), 'text/html'));
    if (!fresh) return location.assign(url);
    const held = document.activeElement?.id;
    part.replaceChildren(...fresh.childNodes);
    if (held && document.activeElement?.id !== held) document.getElementById(held)?.focus({ preventScroll: true });
    history.replaceState(null, '', url);
    announce($('[data-announce]', part)?.textContent ?? '');
  } catch (e) {
    if (e.name !== 'AbortError') location.assign(url);
  } finally {
    if (asked === mine) part.removeAttribute('aria-busy');
  }
}

/** The address a form asks for, without what is empty. @param {HTMLFormElement} form */
const address = form => {
  const said = [...new FormData(form)].filter(([, value]) => value !== '');
  return form.action.split('?')[0] + '?' + new URLSearchParams(said);
};

addEventListener('submit', e => {
  if (e.target.dataset.swap) { e.preventDefault(); clearTimeout(soon); swap(e.target, address(e.target)); }
});
addEventListener('click', e => {
  const link = e.target.closest?.('a[data-swap]');
  if (link && !e.ctrlKey && !e.metaKey && !e.shiftKey && !e.button) { e.preventDefault(); swap(link, link.href); }
});
addEventListener('input', e => {
  const form = e.target.form;
  if (form && 'live' in form.dataset) { clearTimeout(soon); soon = setTimeout(() => swap(form, address(form)), 200); }
});
