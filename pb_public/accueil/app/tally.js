// @ts-check
/** Who is awaited and who is there, slot by slot, kept as the list changes: counting ten thousand people at each scan shows. */

import { presentAt } from './lookup.js';

/**
 * @typedef {import('./lookup.js').Person} Person
 * @typedef {import('./lookup.js').Pending} Pending
 * @typedef {{present: number, expected: number, registered: number}} Count people; `registered` counts who may come in at
 *   the slot
 */

export class Tally {
  /** @type {Map<string, Count>} what the list alone says, for the slots that were asked for */ #bySlot = new Map();

  /** @param {Map<string, Person>} people by id, kept by somebody else */
  constructor(people) {
    this.people = people;
  }

  /** Counts again at the next question: the list was replaced. */
  reset() {
    this.#bySlot.clear();
  }

  /** Somebody changed, came (no before) or went (no after). @param {Person|undefined} before @param {Person|undefined} after */
  moved(before, after) {
    for (const [slot, sum] of this.#bySlot) {
      if (before) add(sum, before, slot, [], -1);
      if (after) add(sum, after, slot, [], 1);
    }
  }

  /**
   * With what this phone has not sent yet.
   * @param {string} slot
   * @param {Pending[]} pending oldest first
   * @returns {Count}
   */
  of(slot, pending) {
    // Walk-ins that wait to be sent are in no list yet.
    const walkIns = pending.filter((p) => p.kind === 'walkin' && p.slot === slot).length;
    const sum = { ...this.#base(slot) };
    sum.present += walkIns;
    sum.expected += walkIns;
    /** @type {Map<string, Pending[]>} */ const mine = new Map();
    for (const p of pending) if (p.person) mine.set(p.person, [...(mine.get(p.person) ?? []), p]);
    for (const [id, theirs] of mine) {
      const person = this.people.get(id);
      if (!person) continue;
      add(sum, person, slot, [], -1);
      add(sum, person, slot, theirs, 1);
    }
    return sum;
  }

  /** @param {string} slot */
  #base(slot) {
    let sum = this.#bySlot.get(slot);
    if (!sum) {
      sum = { present: 0, expected: 0, registered: 0 };
      for (const person of this.people.values()) add(sum, person, slot, [], 1);
      this.#bySlot.set(slot, sum);
    }
    return sum;
  }
}

/** @param {Count} sum @param {Person} person @param {string} slot @param {Pending[]} pending @param {1|-1} n */
function add(sum, person, slot, pending, n) {
  const here = presentAt(person, slot, pending) !== '';
  const awaited = !person.refused?.['*'] && !person.refused?.[slot];
  if (here) sum.present += n;
  if (awaited) sum.registered += n;
  if (awaited || here) sum.expected += n;
}
