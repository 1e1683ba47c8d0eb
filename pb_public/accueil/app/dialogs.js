// @ts-check
/** The two questions of the door: why let in someone who was refused, and who comes without a registration. */

import { byId } from './dom.js';

/** @typedef {{last_name: string, first_name: string, structure: string, profession: string, email: string, replaces?: string}} WalkInFields */

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

/** Fields of the walk-in form and the names that the server gives them. */
const FIELDS = {
  last_name: 'walkin-last', first_name: 'walkin-first', structure: 'walkin-structure',
  profession: 'walkin-profession', email: 'walkin-email',
};

/**
 * Asks who comes without a registration.
 * @param {{values?: WalkInFields, field?: string, error?: string}} before what the server did not understand
 * @param {import('./instead.js').Instead} instead whose seat is taken, if any
 * @returns {Promise<WalkInFields|null>} null when it was closed
 */
export function askWalkIn(before, instead) {
  const dialog = /** @type {HTMLDialogElement} */ (byId('walkin'));
  const form = /** @type {HTMLFormElement} */ (byId('walkin-form'));
  form.reset();
  for (const [name, id] of Object.entries(FIELDS)) {
    input(id).value = before.values?.[/** @type {keyof typeof FIELDS} */ (name)] ?? '';
    setError(id, name === before.field ? before.error || 'À corriger.' : '');
  }
  instead.reset(before.values?.replaces ?? '');
  dialog.showModal();
  input(FIELDS[/** @type {keyof typeof FIELDS} */ (before.field)] ?? FIELDS.last_name).focus();
  return new Promise((tell) => {
    /** @type {WalkInFields|null} */ let said = null;
    form.onsubmit = (event) => {
      event.preventDefault();
      const values = readWalkIn();
      if (!checkWalkIn(values)) return;
      said = instead.id ? { ...values, replaces: instead.id } : values;
      dialog.close();
    };
    byId('walkin-cancel').onclick = () => dialog.close();
    dialog.onclose = () => tell(said);
  });
}

/** @param {string} id */
const input = (id) => /** @type {HTMLInputElement} */ (byId(id));

/** @returns {WalkInFields} */
function readWalkIn() {
  const read = Object.entries(FIELDS).map(([name, id]) => [name, input(id).value.replace(/\s+/g, ' ').trim()]);
  return Object.fromEntries(read);
}

/** The two names, and an address that has its @: the rest is the server's. @param {WalkInFields} values */
function checkWalkIn(values) {
  const wrong = [
    [FIELDS.last_name, values.last_name ? '' : 'Écrivez le nom.'],
    [FIELDS.first_name, values.first_name ? '' : 'Écrivez le prénom.'],
    [FIELDS.email, !values.email || /^\S+@\S+$/.test(values.email) ? '' : 'Il manque quelque chose à cette adresse. Exemple\u00a0: prenom.nom@exemple.fr'],
  ];
  for (const [id, error] of wrong) setError(id, error);
  const first = wrong.find(([, error]) => error);
  if (first) input(first[0]).focus();
  return !first;
}

/** @param {string} id @param {string} error empty when the field is right */
function setError(id, error) {
  const place = byId(`${id}-error`);
  place.textContent = error;
  place.hidden = !error;
  input(id).toggleAttribute('aria-invalid', false);
  if (error) input(id).setAttribute('aria-invalid', 'true');
}
