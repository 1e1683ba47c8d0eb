// @ts-check
/** The structures of the list, proposed under a field as one types: no network needed. */

import { button, make } from './dom.js';
import { plain } from './search.js';

const SHOWN = 4;

export class Structures {
  /**
   * @param {import('./roster.js').Roster} roster
   * @param {HTMLInputElement} field
   * @param {HTMLElement} list
   */
  constructor(roster, field, list) {
    this.roster = roster;
    this.field = field;
    this.list = list;
    field.addEventListener('input', () => this.#propose());
  }

  hide() {
    this.list.replaceChildren();
  }

  #propose() {
    const typed = plain(this.field.value);
    const found = typed.length < 2 ? [] : matching(this.roster.structures(), typed);
    const done = found.length === 1 && plain(found[0]) === typed;
    this.list.replaceChildren(...(done ? [] : found).map((name) => {
      const row = make('li', '', '');
      row.append(button('btn quiet', name, () => {
        this.field.value = name;
        this.hide();
        this.field.focus();
      }));
      return row;
    }));
  }
}

/**
 * Every word typed begins a word of the name; names met most often come first.
 * @param {string[]} names most met first
 * @param {string} typed
 */
function matching(names, typed) {
  const words = typed.split(' ');
  return names.filter((name) => {
    const of = plain(name).split(' ');
    return words.every((w) => of.some((o) => o.startsWith(w)));
  }).slice(0, SHOWN);
}
