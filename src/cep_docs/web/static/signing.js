// « Lu et approuvé » is typed by the person herself: nothing is pasted or dropped there.
import { $ } from './cep.js';

const said = 'Ici, on ne peut pas coller : écrivez les trois mots vous-même, lettre par lettre.';
const field = $('[data-typed]');
for (const way of ['paste', 'drop']) field?.addEventListener(way, event => {
  event.preventDefault();
  $('#colle').textContent = said;
});
field?.addEventListener('input', () => { $('#colle').textContent = ''; });
