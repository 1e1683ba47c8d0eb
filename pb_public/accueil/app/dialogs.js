// @ts-check
/** The question of the door: why let in someone who was refused. */

import { byId } from './dom.js';

/**
 * Asks why a refused person comes in.
 * @param {string} who
 * @returns {Promise<string>} the reason, empty when the hand at the door changes its mind
 */
export function askReason(who) {
  const dialog = /** @type {HTMLDialogElement} */ (byId('force'));
  const form = /** @type {HTMLFormElement} */ (byId('force-form'));
  const other = /** @type {HTMLInputElement} */ (byId('force-other'));
  form.reset();
  byId('force-who').textContent = who;
  setError('force-other', '');
  dialog.showModal();
  return new Promise((tell) => {
    form.onsubmit = (event) => {
      event.preventDefault();
      const preset = String(new FormData(form).get('preset') ?? '');
      const reason = other.value.trim() || preset;
      if (!reason) {
        setError('force-other', 'Choisissez un motif ou écrivez-le.');
        return;
      }
      dialog.close(reason);
    };
    byId('force-cancel').onclick = () => dialog.close('');
    dialog.oncancel = () => { dialog.returnValue = ''; };
    dialog.onclose = () => tell(dialog.returnValue);
    dialog.returnValue = '';
  });
}

/** @param {string} id */
const input = (id) => /** @type {HTMLInputElement} */ (byId(id));

/**
 * Says what is wrong at a field.
 * @param {string} id
 * @param {string} error empty when the field is right
 */
export function setError(id, error) {
  const place = byId(`${id}-error`);
  place.textContent = error;
  place.hidden = !error;
  input(id).toggleAttribute('aria-invalid', false);
  if (error) input(id).setAttribute('aria-invalid', 'true');
}
