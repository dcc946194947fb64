// Passkeys: forms marked data-passkey are shown where the browser has them, and sent with its answer.
import { $, $$ } from './cep.js';

const bytes = text => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), c => c.charCodeAt(0));
const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
const keys = list => (list || []).map(key => ({ ...key, id: bytes(key.id) }));

/** Asks the site what to sign, then the browser. @param {HTMLFormElement} form */
async function answer(form) {
  const reply = await fetch(form.dataset.asks, { headers: { Accept: 'application/json' } });
  if (!reply.ok || reply.redirected) throw new Error('stale');
  const asked = await reply.json();
  const publicKey = { ...asked, challenge: bytes(asked.challenge) };
  if (form.dataset.passkey === 'give') {
    const key = await navigator.credentials.get({ publicKey: { ...publicKey, allowCredentials: keys(asked.allowCredentials) } });
    const { clientDataJSON, authenticatorData, signature, userHandle } = key.response;
    return said(key, { clientDataJSON: text(clientDataJSON), authenticatorData: text(authenticatorData), signature: text(signature), userHandle: userHandle && text(userHandle) });
  }
  const key = await navigator.credentials.create({ publicKey: { ...publicKey, user: { ...asked.user, id: bytes(asked.user.id) }, excludeCredentials: keys(asked.excludeCredentials) } });
  return said(key, { clientDataJSON: text(key.response.clientDataJSON), attestationObject: text(key.response.attestationObject) });
}

const said = (key, response) => JSON.stringify({ id: key.id, rawId: text(key.rawId), type: key.type, clientExtensionResults: {}, response });

// A number is no name: passkeys belong to a site that has one.
if (window.PublicKeyCredential && !/^[\d.]+$|^\[/.test(location.hostname)) $$('form[data-passkey]').forEach(form => {
  form.hidden = false;
  form.addEventListener('submit', async e => {
    e.preventDefault();
    const fault = $('.fault', form);
    fault.textContent = '';
    try {
      form.elements.answer.value = await answer(form);
      form.submit();
    } catch (error) {
      fault.textContent = error.message === 'stale' ? 'Cette page est restée ouverte trop longtemps. La recharger, puis recommencer.' : 'La clé d’accès n’a pas été donnée. Recommencer, ou utiliser un autre moyen.';
    }
  });
});
