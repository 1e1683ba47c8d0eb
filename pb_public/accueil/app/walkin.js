// @ts-check
/** « Arrivée sans inscription »: two names and a structure; whoever may be registered already is proposed first. */

import { byId } from './dom.js';
import { setError } from './dialogs.js';
import { Instead } from './instead.js';
import { Proposals } from './proposals.js';
import { Structures } from './structures.js';
import { overText } from './words.js';

/**
 * @typedef {import('./lookup.js').Person} Person
 * @typedef {{last_name: string, first_name: string, structure: string, profession: string, email: string,
 *   replaces?: string, new?: boolean, incomplete?: boolean}} WalkInFields
 * @typedef {{values?: WalkInFields, field?: string, error?: string, candidates?: Person[]}} Before what was typed and
 *   what the server did not understand of it, or who it says this may be
 */

/** Fields of the form and the names that the server gives them. */
const FIELDS = {
  last_name: 'walkin-last', first_name: 'walkin-first', structure: 'walkin-structure',
  profession: 'walkin-profession', email: 'walkin-email',
};

/** @param {string} id */
const input = (id) => /** @type {HTMLInputElement} */ (byId(id));

export class WalkInForm {
  #dialog = /** @type {HTMLDialogElement} */ (byId('walkin'));
  #form = /** @type {HTMLFormElement} */ (byId('walkin-form'));
  #more = /** @type {HTMLDetailsElement} */ (byId('walkin-more'));
  /** @type {WalkInFields|Person|null} */ #said = null;

  /** @param {import('./roster.js').Roster} roster */
  constructor(roster) {
    this.roster = roster;
    this.instead = new Instead(roster);
    this.structures = new Structures(roster, input(FIELDS.structure), byId('walkin-structures'));
    this.proposals = new Proposals(roster, 'walkin', (person) => { this.#said = person; this.#dialog.close(); });
    const names = [input(FIELDS.last_name), input(FIELDS.first_name)];
    for (const name of names) name.addEventListener('input', () => this.proposals.typed(names[0].value, names[1].value));
    // Enter goes on to the next field, as a phone's keyboard says; the last one saves.
    [...names, input(FIELDS.structure)].forEach((field, i, all) => {
      field.addEventListener('keydown', (event) => {
        if (event.key !== 'Enter' || i === all.length - 1) return;
        event.preventDefault();
        all[i + 1].focus();
      });
    });
    this.#form.addEventListener('submit', (event) => { event.preventDefault(); this.#save(false); });
    byId('walkin-later').onclick = () => this.#save(true);
    byId('walkin-cancel').onclick = () => this.#dialog.close();
  }

  /**
   * @param {Before} before
   * @returns {Promise<WalkInFields|Person|null>} a person: registered already, it is an arrival; null when closed
   */
  ask(before) {
    this.#form.reset();
    this.#said = null;
    for (const [name, id] of Object.entries(FIELDS)) {
      input(id).value = String(before.values?.[/** @type {keyof typeof FIELDS} */ (name)] ?? '');
      setError(id, name === before.field ? before.error || 'À corriger.' : '');
    }
    this.instead.reset(before.values?.replaces ?? '');
    this.#more.open = Boolean(before.values?.replaces) || before.field === 'profession' || before.field === 'email';
    this.structures.hide();
    if (before.candidates?.length) this.proposals.insist(before.candidates);
    else this.proposals.typed(input(FIELDS.last_name).value, input(FIELDS.first_name).value);
    const over = overText(this.roster.crowd());
    byId('walkin-over').textContent = over;
    byId('walkin-over').hidden = !over;
    this.#dialog.showModal();
    if (!before.candidates?.length) input(FIELDS[/** @type {keyof typeof FIELDS} */ (before.field)] ?? FIELDS.last_name).focus();
    return new Promise((tell) => { this.#dialog.onclose = () => tell(this.#said); });
  }

  /** @param {boolean} later with what is typed, the rest is asked another time */
  #save(later) {
    const read = Object.entries(FIELDS).map(([name, id]) => [name, input(id).value.replace(/\s+/g, ' ').trim()]);
    /** @type {WalkInFields} */ const values = Object.fromEntries(read);
    if (!check(values, later) || (!later && this.proposals.unanswered())) return;
    if (this.instead.id) values.replaces = this.instead.id;
    if (this.proposals.another) values.new = true;
    if (later) values.incomplete = true;
    this.#said = values;
    this.#dialog.close();
  }
}

/**
 * The two names, and an address that has its @: the rest is the server's.
 * @param {WalkInFields} values
 * @param {boolean} later the surname is enough
 */
function check(values, later) {
  const wrong = [
    [FIELDS.last_name, values.last_name ? '' : 'Écrivez le nom.'],
    [FIELDS.first_name, values.first_name || later ? '' : 'Écrivez le prénom.'],
    [FIELDS.email, !values.email || /^\S+@\S+$/.test(values.email) ? '' : 'Il manque quelque chose à cette adresse. Exemple\u00a0: prenom.nom@exemple.fr'],
  ];
  for (const [id, error] of wrong) setError(id, error);
  const first = wrong.find(([, error]) => error);
  if (first?.[0] === FIELDS.email) /** @type {HTMLDetailsElement} */ (byId('walkin-more')).open = true;
  if (first) input(first[0]).focus();
  return !first;
}
