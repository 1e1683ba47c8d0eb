// @ts-check
/** Colleagues registered together: one ticket is scanned, the others come in with it. */

import { fullName } from './arrivals.js';
import { byId, button, make } from './dom.js';
import { clock, presentAt } from './lookup.js';
import { personRow } from './proposals.js';

/** @typedef {import('./lookup.js').Person} Person @typedef {import('./features.js').Hands} Hands */

/** Verdicts after which the others are proposed. */
const AFTER = new Set(['accepted', 'forced', 'already', 'signed']);

/** @param {Hands} hands */
export function group(hands) {
  const dialog = new GroupDialog(hands);
  hands.verdict.more.push((shown) => {
    const person = hands.roster.people.get(shown.registration);
    if (!person?.group || !AFTER.has(shown.outcome)) return null;
    const { absent } = hands.roster.group(person, shown.slot);
    if (absent.length === 0) return null;
    const label = absent.length === 1 ? 'Avec 1 collègue' : `Avec ${absent.length} collègues`;
    return button('btn strong', label, () => dialog.open(person, shown.slot));
  });
}

class GroupDialog {
  #dialog = /** @type {HTMLDialogElement} */ (byId('group'));
  #save = byId('group-save');
  /** @type {Person[]} */ #absent = [];
  /** @type {Person|null} */ #first = null;

  /** @param {Hands} hands */
  constructor(hands) {
    this.hands = hands;
    byId('group-cancel').onclick = () => this.#dialog.close();
    byId('group-absent').addEventListener('change', () => this.#count());
    byId('group-form').addEventListener('submit', (event) => { event.preventDefault(); this.#arrive(); });
  }

  /** @param {Person} person @param {string} slot */
  open(person, slot) {
    const { roster } = this.hands;
    const { absent, here } = roster.group(person, slot);
    this.#first = person;
    this.#absent = absent;
    byId('group-absent').replaceChildren(...absent.map((p) => {
      const label = make('label', 'choice', '');
      const box = make('input', '', '', { type: 'checkbox', value: p.id });
      box.checked = true;
      label.append(box, make('span', '', [fullName(p), p.structure].filter(Boolean).join(', ')));
      return label;
    }));
    byId('group-here').replaceChildren(...here.map((p) => personRow(p, 'Annuler l’arrivée', () => {
      this.#dialog.close();
      this.hands.arrivals.undoPerson(p);
    }, `Déjà là depuis\u00a0${clock(presentAt(p, slot, roster.pending))}`)));
    this.#count();
    this.#dialog.showModal();
    this.#save.focus();
  }

  #chosen() {
    const ticked = new Set(Array.from(byId('group-absent').querySelectorAll('input:checked'), (box) => /** @type {HTMLInputElement} */ (box).value));
    return this.#absent.filter((p) => ticked.has(p.id));
  }

  #count() {
    const n = this.#chosen().length;
    this.#save.textContent = n === 1 ? 'Enregistrer l’arrivée' : `Enregistrer les ${n} arrivées`;
    /** @type {HTMLButtonElement} */ (this.#save).disabled = n === 0;
  }

  /** One arrival each, through the same queue: each may be undone alone. */
  async #arrive() {
    const chosen = this.#chosen();
    this.#dialog.close();
    for (const person of chosen) await this.hands.arrivals.person(person);
    const all = [this.#first, ...chosen].filter((p) => p !== null);
    const who = all.length === 2 ? all.map(fullName).join(' et ') : `${fullName(all[0])} et ${all.length - 1} collègues`;
    this.hands.verdict.show({ outcome: 'accepted', who, where: all[0].structure ?? '' }, true);
  }
}
