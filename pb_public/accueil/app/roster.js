// @ts-check
/** The list in memory: people, slots, what waits to be sent, and the slot in use. */

import { clock, decideCode, decideLeaving, decidePerson, hashCode, keepChoiceUntil, leftAt, pickSlot } from './lookup.js';
import { indexPeople, likelySame, searchPeople } from './search.js';
import { Tally } from './tally.js';
import { LETS_IN } from './words.js';

/**
 * @typedef {import('./lookup.js').Person} Person
 * @typedef {import('./lookup.js').Slot} Slot
 * @typedef {import('./lookup.js').Pending} Pending
 * @typedef {import('./store.js').Entry} Entry
 */

const DAY = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', weekday: 'short', day: 'numeric', month: 'short' });

export class Roster {
  /** @type {Map<string, Person>} */ people = new Map();
  #tally = new Tally(this.people);
  /** @type {Map<string, string>} */ #byHash = new Map();
  /** @type {import('./search.js').Indexed[]|null} */ #index = null;
  /** @type {Map<string, Pending>} */ #pending = new Map();
  cursor = '';
  readAt = 0;
  /** By how much this phone's clock is ahead of the server's, in milliseconds; 0 when it is right. */
  ahead = 0;
  /** @type {import('./lookup.js').Rules} */ rules = {};
  /** Places of the event; 0: no limit. */
  capacity = 0;
  /** The half-day that this door serves; empty: the clock's. */ serves = '';
  /** What a ticket or a name says: an arrival, or a departure. @type {'in'|'out'} */ sense = 'in';
  /** People counted without a name, by category, all phones together. @type {Record<string, number>} */ heads = {};
  #chosen = '';
  #chosenUntil = 0;

  /** @param {string} tag of the event @param {Slot[]} slots as the page knew them */
  constructor(tag, slots) {
    this.tag = tag;
    this.slots = slots;
  }

  /**
   * Takes the list, or what changed.
   * @param {{people: Person[], slots: Slot[], cursor: string|number, event?: any}} list
   * @param {number} readAt milliseconds
   * @param {boolean} whole
   */
  take(list, readAt, whole) {
    if (whole) {
      this.people.clear();
      this.#byHash.clear();
      this.#tally.reset();
    }
    for (const person of list.people) this.put(person);
    if (list.slots.length > 0) this.slots = list.slots;
    if (list.event?.rules) this.rules = list.event.rules;
    this.capacity = list.event?.capacity ?? this.capacity;
    this.cursor = String(list.cursor);
    this.readAt = readAt;
  }

  /** What is kept of the list beside its people. @returns {import('./store.js').ListMeta} */
  meta() {
    return { cursor: this.cursor, slots: this.slots, readAt: this.readAt, rules: this.rules, capacity: this.capacity, ahead: this.ahead };
  }

  /** @param {Person} person */
  put(person) {
    const before = this.people.get(person.id);
    if (before?.code_hash && before.code_hash !== person.code_hash) this.#byHash.delete(before.code_hash);
    this.people.set(person.id, person);
    this.#tally.moved(before, person);
    if (person.code_hash) this.#byHash.set(person.code_hash, person.id);
    this.#index = null;
  }

  /** What waits to be sent, oldest first. */
  get pending() {
    return [...this.#pending.values()];
  }

  /** @param {Entry} entry */
  wait(entry) {
    if (entry.type === 'count') return;
    const { body } = entry;
    this.#pending.set(entry.nonce, {
      code: entry.type === 'scan' ? entry.body.code ?? '' : '',
      slot: body.slot, at: body.at, person: entry.person,
      kind: entry.type === 'scan' ? entry.body.kind : 'walkin',
      counts: LETS_IN.has(entry.said) || body.force,
    });
  }

  /** @param {string} nonce */
  settled(nonce) {
    this.#pending.delete(nonce);
  }

  /** Takes what the store holds for all that waits: another page of this phone may have added or sent. @param {Entry[]} entries */
  waits(entries) {
    const before = [...this.#pending.keys()].join();
    this.#pending.clear();
    for (const entry of entries) this.wait(entry);
    return before !== [...this.#pending.keys()].join();
  }

  /**
   * The slot in use: the one chosen by hand until it ends, else the door's, else the clock's, which is put right first.
   * @param {number} now milliseconds of this phone's clock
   * @returns {Slot|undefined}
   */
  slot(now) {
    const right = now - this.ahead;
    const chosen = right < this.#chosenUntil ? this.slots.find((s) => s.id === this.#chosen) : undefined;
    return chosen ?? this.slots.find((s) => s.id === this.serves) ?? pickSlot(this.slots, right);
  }

  /** @param {string} id @param {number} now milliseconds of this phone's clock */
  choose(id, now) {
    const slot = this.slots.find((s) => s.id === id);
    if (!slot) return;
    this.#chosen = id;
    this.#chosenUntil = keepChoiceUntil(slot, now - this.ahead);
  }

  /**
   * Whom a code belongs to and the provisional word.
   * @param {{kind: 'ticket'|'short', code: string, tag?: string}} code
   * @param {string} slot
   */
  async decideCode(code, slot) {
    const hash = code.kind === 'ticket' ? await hashCode(code.code) : '';
    const person = this.people.get(this.#byHash.get(hash) ?? '');
    if (person) return { person, decision: this.decidePerson(person, slot) };
    return { person, decision: decideCode(code, person, this.tag, slot, this.sense === 'out' ? [] : this.pending) };
  }

  /** @param {Person} person @param {string} slot */
  decidePerson(person, slot) {
    return this.sense === 'out' ? this.leaves(person, slot) : decidePerson(person, slot, this.pending);
  }

  /** The provisional word about somebody who goes. @param {Person} person @param {string} slot */
  leaves(person, slot) {
    return decideLeaving(person, slot, this.pending);
  }

  /** Since when somebody has left; empty: still there, or never was. @param {Person} person @param {string} slot */
  leftAt(person, slot) {
    return leftAt(person, slot, this.pending);
  }

  /** Where somebody who comes to the wrong half-day or room is awaited. @param {Person|undefined} person */
  awaited(person) {
    const days = new Set(this.slots.map((s) => s.starts_at.slice(0, 10)));
    const right = person?.refused?.['*'] ? [] : this.slots.filter((s) => person && !person.refused?.[s.id]).slice(0, 3);
    const where = right.map((s) => [s.label, s.room, days.size > 1 ? DAY.format(Date.parse(s.starts_at)) : '',
      `${clock(s.starts_at)} - ${clock(s.ends_at)}`].filter(Boolean).join(', '));
    return where.length > 0 ? `Inscription à\u00a0: ${where.join('\u202f; ')}.` : '';
  }

  /** @param {string} slot */
  count(slot) {
    return this.#tally.of(slot, this.pending);
  }

  /** @param {string} query @param {number} limit */
  search(query, limit) {
    this.#index ??= indexPeople(this.people.values());
    return searchPeople(this.#index, query, limit);
  }

  /**
   * Who of those registered may be who gives this name.
   * @param {string} last @param {string} first @param {number} limit
   */
  likely(last, first, limit) {
    this.#index ??= indexPeople(this.people.values());
    return likelySame(this.#index.filter((i) => live(i.person)), last, first, limit);
  }

  /** The structures of the list, those most met first. @returns {string[]} */
  structures() {
    /** @type {Map<string, number>} */ const met = new Map();
    for (const { structure } of this.people.values()) if (structure) met.set(structure, (met.get(structure) ?? 0) + 1);
    return [...met].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0], 'fr')).map(([name]) => name);
  }

  /** Who came in under a name alone. @returns {Person[]} */
  incomplete() {
    return [...this.people.values()].filter((p) => p.incomplete && live(p));
  }

  /** Colleagues registered with somebody, by whether they are there. @param {Person} person @param {string} slot */
  group(person, slot) {
    /** @type {{absent: Person[], here: Person[]}} */ const out = { absent: [], here: [] };
    for (const p of this.people.values()) {
      if (!person.group || p.group !== person.group || p.id === person.id) continue;
      const { outcome } = this.decidePerson(p, slot);
      if (outcome === 'already') out.here.push(p);
      else if (outcome === 'accepted') out.absent.push(p);
    }
    return out;
  }

  /** Which person one more would be, for how many places. */
  crowd() {
    return { nth: this.count(this.slot(Date.now())?.id ?? '').expected + 1, capacity: this.capacity };
  }

  /**
   * Writes the server's word on a presence into the list.
   * @param {string} id
   * @param {string} slot
   * @param {string} at empty when the presence was undone
   * @param {string} [gone] when the person left
   * @returns {Person|undefined} the changed person, nothing when the list does not have that id
   */
  mark(id, slot, at, gone = '') {
    const person = this.people.get(id);
    if (!person) return undefined;
    const present = { ...person.present }, left = { ...person.left };
    if (at) present[slot] = at;
    else delete present[slot];
    if (at && gone) left[slot] = gone;
    else delete left[slot];
    const changed = { ...person, present, left };
    this.put(changed);
    return changed;
  }
}

/** Whether a registration still stands. @param {Person} person */
const live = (person) => !['cancelled', 'refused', 'expired', 'replaced'].includes(person.state ?? '');
