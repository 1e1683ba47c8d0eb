// @ts-check
/** « Déjà inscrite ? »: who of the list may be who gives a name, before anything is created. */

import { byId, button, make } from './dom.js';

/** @typedef {import('./lookup.js').Person} Person */

const SHOWN = 3;

export class Proposals {
  #box; #list; #error; #status;
  /** The very name is in the list, and nobody has said yet whether it is that person. */
  #asks = false;
  #about = '';
  /** « Non, c’est une autre personne ». */
  another = false;

  /**
   * @param {import('./roster.js').Roster} roster
   * @param {string} prefix of the ids of the form
   * @param {(person: Person) => void} onSame
   */
  constructor(roster, prefix, onSame) {
    this.roster = roster;
    this.onSame = onSame;
    this.#box = byId(`${prefix}-same`);
    this.#list = byId(`${prefix}-same-list`);
    this.#error = document.getElementById(`${prefix}-same-error`);
    this.#status = document.getElementById(`${prefix}-same-status`);
    byId(`${prefix}-other`).addEventListener('click', () => {
      this.another = true;
      this.#show([]);
      byId(`${prefix}-structure`).focus();
    });
  }

  /** As the names are typed. @param {string} last @param {string} first */
  typed(last, first) {
    const about = `${last} ${first}`.toLowerCase().trim();
    if (about === this.#about) return;
    this.#about = about;
    this.another = false;
    const found = this.roster.likely(last, first, SHOWN);
    this.#asks = found.some((f) => f.same);
    this.#show(found.map((f) => f.person));
  }

  /** The server says that it may be one of these. @param {Person[]} people */
  insist(people) {
    this.another = false;
    this.#show(people.map((p) => this.roster.people.get(p.id) ?? p));
    this.unanswered(true);
  }

  /** Whether the question must be answered before anything is written; then it has the focus. */
  unanswered(asks = this.#asks) {
    if (!asks || this.another || this.#box.hidden) return false;
    this.#asks = true;
    if (this.#error) {
      this.#error.textContent = 'Dites d’abord si c’est cette personne.';
      this.#error.hidden = false;
    }
    // The dialog may open just after: its own focus would take this one.
    setTimeout(() => this.#list.querySelector('button')?.focus());
    return true;
  }

  /** @param {Person[]} people */
  #show(people) {
    this.#box.hidden = people.length === 0;
    if (this.#error) this.#error.hidden = true;
    this.#list.replaceChildren(...people.map((p) => personRow(p, 'C’est cette personne', () => this.onSame(p))));
    if (this.#status) this.#status.textContent = people.length ? `Déjà inscrite ? ${people.map(named).join(', ')}` : '';
  }
}

/** @param {Person} p */
const named = (p) => `${p.first_name} ${p.name}`.trim();

/**
 * Somebody of the list with one button.
 * @param {Person} person
 * @param {string} label
 * @param {() => void} act
 * @param {string} [state]
 */
export function personRow(person, label, act, state = '') {
  const row = make('li', 'person', '');
  const text = make('div', 'person-text', '');
  const name = make('p', 'person-name', named(person));
  name.id = `row-${Math.random().toString(36).slice(2)}`;
  text.append(name);
  if (person.structure) text.append(make('p', 'person-more', person.structure));
  if (state) text.append(make('p', 'person-state here', state));
  const does = button('btn quiet', label, act);
  does.setAttribute('aria-describedby', name.id);
  row.append(text, does);
  return row;
}
