// @ts-check
/** Takes what another phone shows: each arrival once, under its own nonce, at its own hour, and sends it. */

import { fullName } from './arrivals.js';
import { enqueue, keepWord, SEAL, wordOf } from './store.js';
import { adapt, Gatherer } from './transfer.js';
import { arrivals as counted } from './words.js';

/** @typedef {import('./store.js').Entry} Entry @typedef {import('./transfer.js').Origin} Origin */

const KEPT = 'received';

export class Receiver {
  #gatherer = new Gatherer();
  /** @type {Promise<unknown>} one code at a time */
  #turn = Promise.resolve();
  /** Arrivals taken of each set. @type {Map<string, number>} */ #taken = new Map();

  /** @param {import('./features.js').Hands} hands */
  constructor(hands) {
    this.hands = hands;
  }

  /** What this phone had read before its page was closed. */
  async recall() {
    const kept = await wordOf(this.hands.db, KEPT);
    if (!kept) return;
    this.#gatherer.recall(kept.set, kept.total, kept.read);
    this.#taken.set(kept.set, kept.taken);
  }

  /** @param {string[]} texts of a file */
  async takeAll(texts) {
    if (texts.length === 0) this.hands.verdict.show({ outcome: 'misfit', explanation: 'Ce fichier ne contient pas d’arrivées. Choisissez celui que l’autre téléphone a enregistré.' }, true);
    for (const text of texts) await this.take(text);
  }

  /** @param {string} text of a code */
  take(text) {
    const next = this.#turn.then(() => this.#take(text));
    this.#turn = next.catch(() => undefined);
    return this.#turn;
  }

  /** @param {string} text */
  async #take(text) {
    const { verdict, roster, db } = this.hands;
    const taken = await this.#gatherer.take(text, await wordOf(db, SEAL) ?? '');
    if (taken.kind === 'damaged') return; // it comes round again
    if (taken.kind === 'foreign') {
      verdict.show({ outcome: 'misfit', explanation: 'Ces codes ne viennent pas d’un téléphone de cet accueil : rien n’est pris.' }, false);
      return;
    }
    if (taken.kind === 'unreadable') {
      verdict.show({ outcome: 'misfit', explanation: 'Ce navigateur ne sait pas lire ces codes. Mettez-le à jour, ou prenez un autre téléphone.' }, false);
      return;
    }
    if (taken.origin && taken.origin.tag !== roster.tag) {
      verdict.show({ outcome: 'misfit' }, false);
      return;
    }
    try {
      if (taken.origin) this.#taken.set(taken.set, (this.#taken.get(taken.set) ?? 0) + await this.#save(taken.entries, taken.origin));
    } catch {
      this.#gatherer = new Gatherer(); // not on the disk: to be read again
      verdict.show({ outcome: 'misfit', explanation: 'Ce téléphone n’a plus de place : ces arrivées ne sont pas gardées ici. Prenez un autre téléphone.' }, false);
      return;
    }
    await this.#tell(taken.set, taken.total);
  }

  /**
   * Writes them to the disk. @param {Entry[]} entries @param {Origin} origin
   * @returns {Promise<number>} how many are here now
   */
  async #save(entries, origin) {
    const { db, roster, device } = this.hands;
    if (origin.device === device) return 0; // its own codes
    for (const entry of entries) {
      entry.body.at = adapt(entry.body.at, origin.ahead, roster.ahead);
      const person = roster.people.get(entry.person ?? '');
      if (person) Object.assign(entry, { who: fullName(person), where: person.structure ?? '' });
      const scan = entry.type === 'scan' ? entry.body : null;
      try {
        await enqueue(db, entry, {
          nonce: entry.nonce, at: entry.body.at, who: entry.who, outcome: entry.said, sent: false, review: false, note: 'Reçue d’un autre téléphone.',
          registration: scan?.registration ?? entry.person ?? '', code: scan?.code ?? '', slot: entry.body.slot,
        });
        roster.wait(entry);
      } catch (error) {
        if (!(error instanceof DOMException) || error.name !== 'ConstraintError') throw error; // ConstraintError: it waits here already
      }
    }
    return entries.length;
  }

  /** @param {string} set @param {number} total */
  async #tell(set, total) {
    const { db, verdict, sync, repaint } = this.hands;
    const read = this.#gatherer.readOf(set), taken = this.#taken.get(set) ?? 0;
    verdict.show({
      outcome: read.length === total ? 'received' : 'receiving', who: `${read.length} sur ${total} lus`,
      where: taken > 0 ? `${counted(taken)} sur ce téléphone` : '',
    }, false);
    await keepWord(db, KEPT, { set, total, read: this.#gatherer.openedOf(set), taken });
    repaint();
    sync.flush();
  }
}
