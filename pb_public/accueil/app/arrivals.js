// @ts-check
/** From a code, a name or a form to an arrival: written to the disk, shown, sent, then corrected by the server's word. */

import { askReason } from './dialogs.js';
import { painted } from './dom.js';
import { parseCode } from './lookup.js';
import { fullName, leaving, namesOf, outcomeOf, valuesOf } from './outcomes.js';
import { newNonce } from './queue.js';
import { enqueue, noRoom, saveList } from './store.js';
import { WalkInForm } from './walkin.js';
import { LETS_IN, overText, wordsFor } from './words.js';

/**
 * @typedef {import('./lookup.js').Person} Person
 * @typedef {import('./lookup.js').ScanBody} ScanBody
 * @typedef {import('./store.js').Entry} Entry
 * @typedef {import('./store.js').Line} Line
 * @typedef {import('./queue.js').Result} Result
 * @typedef {import('./verdict.js').Shown} Shown
 * @typedef {{code?: string, registration?: string, person?: Person, who: string, where: string}} Target
 */

/** What is said of an arrival that waits for the network. */
const KEPT = 'Gardée sur ce téléphone : envoyée dès que le réseau revient.';

export { fullName };

export class Arrivals {
  #lastAt = 0;
  /** @type {WalkInForm|undefined} */ #form;
  /** @type {Promise<unknown>} one arrival at a time: two quick scans of one person must see each other */
  #turn = Promise.resolve();

  /**
   * @param {{db: IDBDatabase, roster: import('./roster.js').Roster, sync: import('./queue.js').Sync,
   *   verdict: import('./verdict.js').Verdict, onChange: () => void, onUnknown: () => void,
   *   onText: (text: string) => void}} with_ `onUnknown`: the list lacks someone; `onText`: a name was typed as a code
   */
  constructor(with_) {
    this.with = with_;
  }

  /**
   * A code from the camera, a hand scanner or a hand.
   * @param {string} raw
   * @param {boolean} typed what is no code is then taken for a name
   */
  code(raw, typed) {
    const parsed = parseCode(raw);
    if (parsed.kind !== 'text') return this.#queue(() => this.#scanCode(parsed));
    if (typed && /^[\p{L} '’-]+$/u.test(parsed.text)) this.with.onText(parsed.text);
    // A foreign code may hold anything (a health pass, a Wi-Fi key): it is neither kept nor sent.
    else this.with.verdict.show({ outcome: 'foreign' }, false);
    return Promise.resolve();
  }

  /** A person found by name. @param {Person} person */
  person(person) {
    return this.#queue(() => {
      const { roster } = this.with;
      const decision = roster.decidePerson(person, this.#slot());
      const target = { registration: person.id, person, who: fullName(person), where: person.structure ?? '' };
      return this.#record(target, { kind: roster.sense }, decision, true);
    });
  }

  /**
   * Somebody who is there leaves, or turns out to stay: a departure is taken back by an arrival, as who comes back.
   * @param {Shown} shown
   * @param {'in'|'out'} kind
   */
  moves(shown, kind) {
    const { roster } = this.with;
    const person = roster.people.get(shown.registration);
    const target = { person, who: shown.who, where: shown.where, ...(shown.registration ? { registration: shown.registration } : { code: shown.code }) };
    return this.#queue(() => this.#record(target, { kind, slot: shown.slot }, { outcome: kind === 'out' ? 'left' : 'back', firstAt: shown.firstAt }, true));
  }

  /** Somebody found by name goes; who was not noted as there goes too. @param {Person} person @param {string} slot */
  leaves(person, slot) {
    return this.#queue(() => {
      const target = { registration: person.id, person, who: fullName(person), where: person.structure ?? '' };
      return this.#record(target, { kind: 'out', slot }, this.with.roster.leaves(person, slot), true);
    });
  }

  /** @param {Person} person */
  undoPerson(person) {
    const target = { registration: person.id, person, who: fullName(person), where: person.structure ?? '' };
    return this.#queue(() => this.#record(target, { kind: 'undo' }, { outcome: 'undone', firstAt: '' }, true));
  }

  /** @param {{kind: 'ticket'|'short', code: string, tag?: string}} parsed */
  async #scanCode(parsed) {
    const { person, decision } = await this.with.roster.decideCode(parsed, this.#slot());
    const target = { code: parsed.code, person, who: person ? fullName(person) : '', where: person?.structure ?? '' };
    await this.#record(target, { kind: this.with.roster.sense }, decision, false);
  }

  /**
   * A button of the verdict, or of the last arrivals.
   * @param {'undo'|'force'} way
   * @param {Shown} shown
   * @returns {Promise<boolean>} whether something was recorded
   */
  async follow(way, shown) {
    const person = this.with.roster.people.get(shown.registration);
    const named = { person, who: shown.who, where: shown.where };
    if (way === 'undo') {
      const target = { ...named, ...(shown.registration ? { registration: shown.registration } : { code: shown.code }) };
      const undo = { kind: /** @type {const} */ ('undo'), slot: shown.slot };
      await this.#queue(() => this.#record(target, undo, { outcome: 'undone', firstAt: '' }, true));
      return true;
    }
    const reason = await askReason(shown.who);
    if (!reason) return false;
    const { walkIn } = shown;
    const target = { ...named, ...(shown.code ? { code: shown.code } : { registration: shown.registration }) };
    const forced = { kind: /** @type {const} */ ('in'), slot: shown.slot, force: true, reason };
    await this.#queue(() => (walkIn
      ? this.#recordWalkIn({ ...walkIn, force: true, reason })
      : this.#record(target, forced, { outcome: 'forced', firstAt: '' }, true)));
    return true;
  }

  /**
   * Somebody who is there signs: one more arrival, which bears the signature.
   * @param {Shown} shown
   * @param {import('./lookup.js').Ink} ink
   */
  signed(shown, ink) {
    const person = this.with.roster.people.get(shown.registration);
    const target = { person, who: shown.who, where: shown.where, ...(shown.registration ? { registration: shown.registration } : { code: shown.code }) };
    const more = { kind: /** @type {const} */ ('in'), slot: shown.slot, signature: ink };
    return this.#queue(() => this.#record(target, more, { outcome: 'signed', firstAt: '' }, true));
  }

  /** Somebody without a registration; whoever turns out to be in the list arrives as such. @param {import('./walkin.js').Before} before */
  async walkIn(before) {
    this.#form ??= new WalkInForm(this.with.roster);
    const said = await this.#form.ask(before);
    if (!said) return;
    if ('id' in said) await this.person(said);
    else await this.#queue(() => this.#recordWalkIn({ ...said, slot: this.#slot(), at: '', force: false, reason: '' }));
  }

  /** Somebody of whom there is time to take the name alone. @param {string} name */
  nameAlone(name) {
    const body = { name, last_name: '', first_name: '', structure: '', profession: '', email: '', incomplete: true };
    return this.#queue(() => this.#recordWalkIn({ ...body, slot: this.#slot(), at: '', force: false, reason: '' }));
  }

  /** Whether somebody looks at this arrival, and could answer a question about it. @param {string} nonce */
  watched(nonce) {
    return this.with.verdict.shown.nonce === nonce && !document.hidden && !document.querySelector('dialog[open]');
  }

  /**
   * @param {Target} target
   * @param {Partial<ScanBody> & {kind: ScanBody['kind']}} more
   * @param {import('./lookup.js').Decision} decision
   * @param {boolean} focus
   */
  async #record(target, more, decision, focus) {
    const { roster } = this.with;
    const unknown = more.kind === 'out' ? 'left_offline' : 'offline';
    const said = decision.outcome === 'unknown' ? unknown : decision.outcome;
    const explanation = said === 'other_slot' ? roster.awaited(target.person) : '';
    const key = target.code ? { code: target.code } : { registration: target.registration };
    /** @type {Entry} */
    const entry = {
      nonce: newNonce(), type: 'scan', person: target.person?.id ?? null, who: target.who, where: target.where, said,
      body: { ...key, slot: this.#slot(), at: this.#now(), force: false, reason: '', ...more },
    };
    const registration = target.registration ?? target.person?.id ?? '';
    await this.#keepAndSend(entry, { registration, firstAt: decision.firstAt, explanation }, decision.outcome === 'unknown', focus);
  }

  /** @param {import('./store.js').WalkInBody} body */
  async #recordWalkIn(body) {
    /** @type {Entry} */
    const entry = {
      nonce: newNonce(), type: 'walkin', person: null, who: body.name || `${body.first_name} ${body.last_name}`.trim(),
      where: body.structure, said: body.force ? 'forced' : 'accepted', body: { ...body, at: this.#now() },
    };
    await this.#keepAndSend(entry, { walkIn: body, over: overText(this.with.roster.crowd()) }, true, true);
  }

  /**
   * Nothing is shown before it is on the disk.
   * @param {Entry} entry
   * @param {Partial<Shown>} more
   * @param {boolean} asks the server knows better: wait for it while the network answers
   * @param {boolean} focus
   */
  async #keepAndSend(entry, more, asks, focus) {
    const { db, roster, sync, verdict, onChange } = this.with;
    const code = entry.type === 'scan' ? entry.body.code ?? '' : '';
    const shown = {
      nonce: entry.nonce, who: entry.who, where: entry.where, slot: entry.body.slot, code, ...more,
      outcome: sync.net === 'closed' ? 'closed' : asks && sync.net === 'ok' ? 'pending' : entry.said,
    };
    try {
      await enqueue(db, entry, this.#line(entry, shown.registration ?? '', { outcome: entry.said, sent: false, review: false, note: '' }));
    } catch (error) {
      verdict.show({ who: entry.who, where: entry.where, outcome: noRoom(error) ? 'full' : 'lost' }, focus);
      return;
    }
    roster.wait(entry);
    verdict.show(shown, focus);
    // The verdict is what somebody waits for: counts and lists come after it.
    painted().then(() => {
      onChange();
      return sync.flush();
    }).then(() => {
      if (verdict.shown.nonce !== entry.nonce) return;
      // A closed link says one thing only. Still waiting: the network is gone, our own word stands until it is back.
      if (sync.net === 'closed') verdict.correct({ outcome: 'closed' });
      else if (verdict.shown.outcome === 'pending') verdict.correct({ outcome: entry.said });
      if (sync.net === 'down' && LETS_IN.has(verdict.shown.outcome)) verdict.correct({ explanation: KEPT });
    });
  }

  /**
   * Takes the server's word on an entry.
   * @param {Entry} entry
   * @param {Result} result
   * @returns {Line|null|'keep'} keep: the server asked a question that nobody is there to answer; it is sent again as such
   */
  onResult(entry, result) {
    const { roster, verdict } = this.with;
    if (entry.type === 'count') {
      roster.heads = result.totals ?? roster.heads;
      return null;
    }
    const watched = this.watched(entry.nonce);
    if (result.field === 'duplicate' && !watched) return 'keep';
    roster.settled(entry.nonce);
    const id = entry.person ?? (result.registration || String(result.person?.id ?? ''));
    const here = LETS_IN.has(result.outcome) || result.outcome === 'already';
    if (result.outcome === 'undone') this.#mark(id, entry.body.slot, '');
    else if (here && leaving(entry)) this.#mark(id, entry.body.slot, result.first_at ?? '', entry.body.at);
    else if (here) this.#mark(id, entry.body.slot, result.first_at || entry.body.at);
    const outcome = here ? outcomeOf(entry, result) : result.outcome;
    const names = namesOf(result.person, entry);
    const looking = verdict.shown.nonce === entry.nonce;
    if (looking) {
      verdict.correct({ outcome, firstAt: result.first_at ?? '', explanation: result.explanation ?? '', registration: id, ...names });
      if (entry.type === 'walkin' && result.field && watched) {
        this.walkIn({ values: valuesOf(entry.body), field: result.field, error: result.explanation, candidates: result.candidates });
      }
    }
    // Someone was let in, nobody looks any more, and the server says otherwise: it must be seen later.
    const let_in = LETS_IN.has(entry.said) || entry.said === 'offline';
    const review = let_in && (!here || outcome === 'unsigned') && !looking;
    const note = review ? wordsFor(outcome, { explanation: result.explanation }).todo : '';
    return this.#line({ ...entry, ...names }, id, { outcome, sent: true, review, note });
  }

  /** @param {string} id @param {string} slot @param {string} at @param {string} [gone] when the person left */
  #mark(id, slot, at, gone) {
    const { db, roster, onUnknown } = this.with;
    const changed = roster.mark(id, slot, at, gone);
    if (!changed) return onUnknown();
    saveList(db, [changed], roster.meta(), false).catch(() => onUnknown());
  }

  /**
   * @param {Entry} entry
   * @param {string} registration
   * @param {{outcome: string, sent: boolean, review: boolean, note: string}} state
   * @returns {Line}
   */
  #line(entry, registration, state) {
    const code = entry.type === 'scan' ? entry.body.code ?? '' : '';
    return { nonce: entry.nonce, at: entry.body.at, who: entry.who, registration, code, slot: entry.body.slot, ...state };
  }

  #slot() {
    return this.with.roster.slot(Date.now())?.id ?? '';
  }

  /** The device's time, never twice the same: an undo comes after what it undoes. */
  #now() {
    this.#lastAt = Math.max(Date.now(), this.#lastAt + 1);
    return new Date(this.#lastAt).toISOString();
  }

  /** @template T @param {() => Promise<T>} act @returns {Promise<T>} */
  #queue(act) {
    const next = this.#turn.then(act);
    this.#turn = next.catch(() => undefined);
    return next;
  }
}
