// « Lu et approuvé » is written by the person herself: typed, and then nothing is pasted or dropped
// there, or drawn.
import { $, $$, announce } from './cep.js';

const said = 'Ici, on ne peut pas coller : écrivez les trois mots vous-même, lettre par lettre.';
const field = $('[data-typed]');
for (const way of ['paste', 'drop']) field?.addEventListener(way, event => {
  event.preventDefault();
  $('#colle').textContent = said;
});
field?.addEventListener('input', () => { $('#colle').textContent = ''; });

const form = $('[data-drawn]');
if (form) {
  const area = $('svg', form), sent = form.elements.strokes;
  const [undo, clear] = $$('[type=button]', form);
  const lines = () => $$('polyline', area);
  // The points of a line are what is sent.
  let line = null, last = null;
  const add = points => {
    line = document.createElementNS(area.namespaceURI, 'polyline');
    line.setAttribute('points', points);
    area.append(line);
  };
  const keep = () => {
    line = null;
    sent.value = lines().map(one => one.getAttribute('points')).join(';');
  };
  const at = event => {
    const box = area.getBoundingClientRect();
    const on = (way, side, most) => Math.round(Math.max(0, Math.min(1, way / side)) * most);
    return [on(event.clientX - box.x, box.width, 1000), on(event.clientY - box.y, box.height, 400)];
  };
  area.addEventListener('pointerdown', event => {
    if (line || !event.isPrimary || event.button) return;
    event.preventDefault();
    area.setPointerCapture(event.pointerId);
    last = at(event);
    add(`${last} ${last}`);
  });
  area.addEventListener('pointermove', event => {
    if (!line || !event.isPrimary) return;
    const all = event.getCoalescedEvents?.();
    for (const one of all?.length ? all : [event]) {
      const to = at(one);
      if (Math.hypot(to[0] - last[0], to[1] - last[1]) < 6) continue;
      line.setAttribute('points', `${line.getAttribute('points')} ${last = to}`);
    }
  });
  for (const end of ['pointerup', 'pointercancel']) area.addEventListener(end, event => event.isPrimary && keep());
  undo.addEventListener('click', () => { lines().pop()?.remove(); keep(); announce('Dernier trait effacé.'); });
  clear.addEventListener('click', () => { lines().forEach(one => one.remove()); keep(); announce('Tout est effacé.'); });
  // A stroke is no gesture of the page: neither scrolling, nor a throw that swallows the next tap.
  area.style.touchAction = 'none';
  area.addEventListener('touchstart', event => event.preventDefault(), { passive: false });
  area.style.cursor = 'crosshair';
  form.hidden = false;
  // What was refused is still there.
  sent.value.split(';').filter(points => /^[\d, ]+$/.test(points)).forEach(add);
  keep();
  $('[aria-describedby=strokes-faute]', form)?.focus();
}
