// @ts-check
/** « Je remplace un collègue »: whose seat a person without a registration takes. */

import { byId, button, make } from './dom.js';

/** @typedef {import('./lookup.js').Person} Person */

const SHOWN = 6;

export class Instead {
  #input = /** @type {HTMLInputElement} */ (byId('instead-name'));
  #found = byId('instead-found');
  #status = byId('instead-status');
  #id = '';

  /** @param {import('./roster.js').Roster} roster */
  constructor(roster) {
    this.roster = roster;
    this.#input.oninput = () => this.#search();
    // Enter looks for the name; it must not send the whole form.
    this.#input.onkeydown = (event) => { if (event.key === 'Enter') event.preventDefault(); };
  }

  /** The registration whose seat is taken; empty: none. */
  get id() {
    return this.#id;
  }

  /** @param {string} id of the registration, empty to begin again */
  choose(id) {
    const person = this.roster.people.get(id);
    this.#id = person ? id : '';
    this.#input.value = '';
    this.#found.replaceChildren();
    this.#status.textContent = person ? `Prend la place de ${person.first_name} ${person.name}.` : '';
  }

  /** For a new dialog. @param {string} id chosen before, when the form comes back */
  reset(id) {
    this.choose(id);
  }

  #search() {
    const seated = (/** @type {Person} */ p) => !p.state || p.state === 'confirmed' || p.state === 'offered';
    const found = this.roster.search(this.#input.value, SHOWN * 2).filter(seated).slice(0, SHOWN);
    this.#found.replaceChildren(...found.map((person) => this.#row(person)));
    const words = this.#input.value.trim().length > 1;
    this.#status.textContent = words && found.length === 0 ? 'Aucune personne inscrite à ce nom.' : '';
  }

  /** @param {Person} person */
  #row(person) {
    const row = make('li', 'person', '');
    const text = make('div', 'person-text', '');
    text.append(make('p', 'person-name', `${person.first_name} ${person.name}`, { id: `i-${person.id}` }));
    if (person.structure) text.append(make('p', 'person-more', person.structure));
    const act = button('btn quiet', 'Prendre sa place', () => this.choose(person.id));
    act.setAttribute('aria-describedby', `i-${person.id}`);
    row.append(text, act);
    return row;
  }
}
