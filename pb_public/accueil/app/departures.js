// @ts-check
/** Departures, where the event asks for them: the mode « Sorties », and the ways that a verdict offers. */

import { byId, button } from './dom.js';
import { leftAt, presentAt } from './lookup.js';

/** @typedef {import('./features.js').Hands} Hands */

/** Verdicts after which somebody who is there may leave. */
const THERE = new Set(['already']);

/** @param {Hands} hands */
export function departures(hands) {
  const { roster, verdict, arrivals } = hands;
  const sense = new Sense(hands);
  verdict.more.push((shown) => {
    if (!roster.rules.departures || !(shown.registration || shown.code)) return null;
    if (THERE.has(shown.outcome)) return button('btn strong', 'Noter son départ', () => arrivals.moves(shown, 'out'));
    if (shown.outcome === 'left') return button('btn', 'Annuler ce départ', () => arrivals.moves(shown, 'in'));
    return null;
  });
  document.addEventListener('door:list', () => sense.draw());
  sense.draw();
}

/** What a ticket or a name says here: kept by this phone until it is changed. */
class Sense {
  #box = byId('sense');
  #key;

  /** @param {Hands} hands */
  constructor(hands) {
    this.hands = hands;
    this.#key = `accueil-sens-${hands.roster.tag}`;
    this.#box.addEventListener('change', (event) => {
      const input = /** @type {HTMLInputElement} */ (event.target);
      this.#choose(input.value === 'out' ? 'out' : 'in');
      keep(this.#key, input.value);
      hands.repaint();
    });
    this.#choose(kept(this.#key) === 'out' && hands.roster.rules.departures ? 'out' : 'in');
  }

  /** The switch is there while the event asks for departures; else a ticket is an arrival again. */
  draw() {
    const { roster } = this.hands;
    const asked = roster.rules.departures === true;
    this.#box.hidden = !asked;
    byId('inside').hidden = !asked;
    if (!asked && roster.sense === 'out') this.#choose('in');
    if (asked && roster.sense === 'in' && kept(this.#key) === 'out') this.#choose('out');
    if (asked) byId('n-inside').textContent = String(inside(roster));
  }

  /** @param {'in'|'out'} sense */
  #choose(sense) {
    this.hands.roster.sense = sense;
    document.documentElement.dataset.sense = sense;
    for (const input of this.#box.querySelectorAll('input')) input.checked = input.value === sense;
    byId('leaving').hidden = sense !== 'out';
  }
}

/** How many are there and have not left, at the half-day in use. @param {import('./roster.js').Roster} roster */
export function inside(roster) {
  const slot = roster.slot(Date.now())?.id ?? '';
  /** @type {Map<string, import('./lookup.js').Pending[]>} */ const mine = new Map();
  for (const p of roster.pending) if (p.person) mine.set(p.person, [...(mine.get(p.person) ?? []), p]);
  let n = roster.pending.filter((p) => p.kind === 'walkin' && p.slot === slot).length;
  for (const person of roster.people.values()) {
    const pending = mine.get(person.id) ?? [];
    if (presentAt(person, slot, pending) && !leftAt(person, slot, pending)) n++;
  }
  return n;
}

/** @param {string} key */
function kept(key) {
  try {
    return localStorage.getItem(key) ?? '';
  } catch {
    return '';
  }
}

/** @param {string} key @param {string} value */
function keep(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A phone that keeps nothing begins each time with arrivals.
  }
}
