// Saving while one writes: a heading is a form, sent a second after the last key, one at a time.
// What cannot leave stays in the page.
import { $, $$ } from './cep.js';

const WAIT = 1000, FOLLOW = 4000, IDLE = 120000;
const page = $('#editeur'), state = $('#etat'), url = page.dataset.url;
const due = new Map(), unsure = new Map(), refused = new Set();
let sending = '', failures = 0, ended = false, stuck = '', tag = '', alive = Date.now(), saved = state.textContent, timer, heard;

export const form = name => $(`#champ-${name} > form`);
const busy = () => due.size || sending || unsure.size;

/** The one line that says whether everything is safe. */
function tell() {
  const [text, kind] =
    stuck ? [stuck, 'bad'] :
    ended ? ['Votre connexion a pris fin, votre texte est gardé dans cette page', 'bad'] :
    failures ? ['Connexion perdue, votre texte est gardé dans cette page', 'bad'] :
    refused.size ? ['Une rubrique est à corriger avant d’être enregistrée', 'bad'] :
    $('.two-texts') ? ['Deux textes pour une rubrique : à vous de choisir', 'bad'] :
    busy() ? ['Enregistrement…', 'busy'] :
    [saved, ''];
  if (state.dataset.said === text) return;
  state.dataset.said = text;
  state.className = 'state ' + kind;
  state.textContent = text;
  $('#rentrer').hidden = !ended;
}

// Without the tools above a text, which editor.js puts back after the swap.
const stops = at => $$('a, button, input, textarea, select, summary', at).filter(one => !one.closest('.tools'));
/** Puts the pieces of an answer where the page has the same id; never over what is being written. */
export function swap(html) {
  for (const piece of [...new DOMParser().parseFromString(html, 'text/html').body.children]) {
    const old = piece.id && document.getElementById(piece.id), name = piece.dataset.field;
    if (!old || old.isEqualNode(piece)) continue;
    if (name && (due.has(name) || unsure.has(name) || refused.has(name) || sending === name || $('.two-texts', old))) continue;
    const at = document.activeElement, inside = old.contains(at);
    if (inside && /^conflit/.test(piece.id)) continue;
    const index = inside ? stops(old).indexOf(at) : -1, [from, to] = [at.selectionStart, at.selectionEnd];
    const closed = $('details', old) && !$('details', old).open;
    old.replaceWith(piece);
    if (closed && $('details', piece)) $('details', piece).open = false;
    const again = stops(piece)[index];
    if (again) { again.focus({ preventScroll: true }); if (from != null && again.setSelectionRange) again.setSelectionRange(from, to); }
  }
  for (const who of $$('.writes')) {
    const there = $$(`#presents [data-at="${who.parentNode.dataset.field}"]`).map(li => li.dataset.who);
    who.hidden = !there[0];
    who.textContent = `${there.join(', ')} écri${there[1] ? 'vent' : 't'} dans cette rubrique`;
  }
  dispatchEvent(new Event('swapped'));
}

async function ask(path, options = {}) {
  const answer = await fetch(path, { redirect: 'manual', ...options });
  if (answer.type === 'opaqueredirect') { ended = true; throw new Error('signed out'); }
  if (answer.status >= 500) throw new Error(answer.status);
  return answer;
}

/** Something was typed in this heading. */
export function later(name, wait = WAIT) {
  if (!form(name)) return;
  due.set(name, Date.now() + wait);
  alive = Date.now();
  plan();
  tell();
}

function plan() {
  clearTimeout(timer);
  if (sending || stuck) return;
  const [first] = [...due.values()].sort((a, b) => a - b);
  const wait = failures ? Math.min(30000, 500 * 2 ** failures) : first - Date.now();
  if (due.size || unsure.size) timer = setTimeout(next, Math.max(0, wait || 0));
}

async function next() {
  const now = Date.now(), name = [...unsure.keys()][0] || [...due].find(([, at]) => failures || at <= now)?.[0];
  if (sending || stuck || !name) return plan();
  sending = name;
  tell();
  const it = form(name);
  // An answer that never came may mean that it was saved: the very same text is sent again first.
  const body = unsure.get(name) || String(new URLSearchParams(new FormData(it)));
  if (!unsure.has(name)) due.delete(name);
  unsure.set(name, body);
  try {
    const answer = await ask(it.action, { method: 'PUT', body, headers: {
      'If-Match': `"${it.revision.value}"`, 'X-CSRF-Token': it.csrf_token.value, 'X-Account': page.dataset.account,
      'Content-Type': 'application/x-www-form-urlencoded' } });
    if (answer.status === 400) { await follow(true); throw new Error('token'); }
    failures = 0; ended = false;
    unsure.delete(name);
    await settle(name, answer);
  } catch { failures++; }
  sending = '';
  tell();
  plan();
}

async function settle(name, answer) {
  const html = await answer.text();
  refused.delete(name);
  if (answer.status === 422) refused.add(name);
  else if (answer.status === 200) {
    form(name).revision.value = answer.headers.get('ETag').replace(/\D/g, '');
    saved = 'Enregistré à ' + new Date().toLocaleTimeString('fr', { timeStyle: 'short' }).replace(':', ' h ');
  }
  else if (answer.status !== 412) {
    stuck = 'Ce document ne peut plus être enregistré ici. Copier votre texte, puis recharger la page.';
    due.set(name, 0);
    return;
  }
  sending = '';
  swap(html);
  if (answer.headers.get('X-Page') && !busy() && !refused.size) location.reload();
}

/** What others saved since, and a fresh token when another visit has begun. */
async function follow(now) {
  clearTimeout(heard);
  if (now || (!document.hidden && Date.now() - alive < IDLE)) {
    const seen = $$('[data-field]').map(f => `${f.dataset.field}.${form(f.dataset.field)?.revision.value ?? f.dataset.revision}`);
    const where = document.activeElement.closest?.('[data-field]')?.dataset.field ?? '';
    try {
      const answer = await ask(`${url}/suite?${new URLSearchParams({ vu: seen, ou: where })}`, { headers: tag ? { 'If-None-Match': tag } : {} });
      const token = answer.headers.get('X-CSRF-Token');
      if (token) $$('[name=csrf_token]').forEach(input => { input.value = token; });
      tag = answer.headers.get('ETag') ?? '';
      if (answer.status === 200) swap(await answer.text());
      if (failures || ended) { failures = 0; ended = false; plan(); }
      if (answer.headers.get('X-Page') && !busy() && !refused.size && !page.contains(document.activeElement)) location.reload();
    } catch { failures ||= 1; tag = ''; }
    if (!busy() || failures) tell();
  }
  heard = setTimeout(follow, FOLLOW);
}

/** Everything that was typed is sent now; true when nothing is left. */
export async function flush() {
  for (const name of due.keys()) due.set(name, 0);
  for (let turns = 0; busy() && !failures && !stuck && turns < 200; turns++) {
    if (!sending) await next(); else await new Promise(done => setTimeout(done, 25));
  }
  return !busy() && !refused.size;
}

const name = e => e.target.closest?.('.ef > form')?.parentNode.dataset.field;
addEventListener('input', e => { const of = name(e); if (of) later(of); });
addEventListener('change', e => { const of = name(e); if (of && e.target.matches('select, [type=checkbox], [type=radio]')) later(of, 0); });
addEventListener('focusout', e => { const of = name(e); if (due.has(of)) later(of, 0); });
addEventListener('submit', e => { const of = name(e); if (of) { e.preventDefault(); later(of, 0); } });
addEventListener('online', () => { failures = Math.min(failures, 1); follow(true); });
for (const kind of ['focus', 'pointerdown', 'keydown']) addEventListener(kind, () => { const slept = Date.now() - alive > IDLE; alive = Date.now(); if (slept || ended || (kind === 'focus' && failures)) follow(true); });
addEventListener('visibilitychange', () => { if (document.hidden) flush(); });
addEventListener('beforeunload', e => { if (busy() || refused.size) e.preventDefault(); });
follow(true);
