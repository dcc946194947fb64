// The counter: codes told by a number or a few letters, and homonyms looked for while one types.
import { $, $$ } from './cep.js';

const fold = text => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const words = text => fold(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);

/** The one line of the list that is meant, or nothing; the server has the last word. */
function meant(input) {
  const said = words(input.value), lines = [...input.list.options].map(o => o.value);
  if (!said.length) return '';
  const one = found => (found.length === 1 ? found[0] : '');
  return one(lines.filter(l => words(l)[0] === said[0] && said.length === 1))
    || one(lines.filter(l => words(l).slice(1).join('').startsWith(said.join(''))))
    || one(lines.filter(l => said.every(s => words(l).slice(1).some(w => w.startsWith(s)))));
}

for (const input of $$('.welcome input[list]')) {
  input.addEventListener('change', () => { input.value = meant(input) || input.value; });
  input.addEventListener('focus', () => input.select());
}

const place = $('#doublons'), form = $('.welcome');
const names = ['birth_name', 'first_name', 'birth_date'].map(name => form?.elements[name]);
let waiting, asked;

async function look() {
  if (names.some(input => !input.value.trim())) return;
  asked?.abort();
  asked = new AbortController();
  const body = new FormData(form);
  try {
    const answer = await fetch(place.dataset.url, { method: 'POST', body, signal: asked.signal });
    if (answer.ok) place.innerHTML = await answer.text();
  } catch { /* the same is looked for when the form is sent */ }
}

for (const input of place ? names : [])
  input.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(look, 250); });
