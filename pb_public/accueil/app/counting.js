// @ts-check
/**
 * People counted without a name, outside the registered: big + and − for each category. Several phones add up, with
 * or without network: each sends what it counted, by the same queue as arrivals.
 */

import { byId, extra } from './dom.js';
import { queueHeads, readHeads, tap } from './heads.js';
import { newNonce } from './queue.js';
import { noRoom, queued } from './store.js';

/** @typedef {import('./features.js').Hands} Hands */

/** Taps that follow each other leave together, after so many milliseconds of rest. */
const REST = 2000;

/** @param {Hands} hands */
export function counting(hands) {
  const counter = new Counter(hands);
  extra('Compter le public', () => counter.open());
  document.addEventListener('door:list', () => counter.draw());
  document.addEventListener('door:queue', () => counter.draw());
  addEventListener('pagehide', () => { counter.send(); });
  return counter.send(); // what was counted before the page was closed
}

class Counter {
  #dialog = /** @type {HTMLDialogElement} */ (byId('counting'));
  #timer = 0;

  /** @param {Hands} hands */
  constructor(hands) {
    this.hands = hands;
    for (const row of this.#rows()) {
      row.plus.onclick = () => this.#tap(row.category, 1);
      row.minus.onclick = () => this.#tap(row.category, -1);
    }
    byId('counting-close').onclick = () => this.#dialog.close();
    this.#dialog.addEventListener('close', () => { this.send(); });
  }

  open() {
    this.#fail('');
    this.draw();
    this.#dialog.showModal();
  }

  #rows() {
    return Array.from(this.#dialog.querySelectorAll('[data-category]'), (row) => ({
      category: /** @type {HTMLElement} */ (row).dataset.category ?? '',
      total: /** @type {HTMLElement} */ (row.querySelector('.heads-total')),
      mine: /** @type {HTMLElement} */ (row.querySelector('.heads-mine')),
      plus: /** @type {HTMLButtonElement} */ (row.querySelector('.heads-plus')),
      minus: /** @type {HTMLButtonElement} */ (row.querySelector('.heads-minus')),
    }));
  }

  /** @param {string} category @param {1|-1} step */
  async #tap(category, step) {
    try {
      await tap(this.hands.db, category, step);
      this.#fail('');
    } catch (error) {
      return this.#fail(noRoom(error) ? 'Ce téléphone n’a plus de place\u00a0: notez ce compte sur papier.' : 'Ce compte n’est pas gardé\u00a0: notez-le sur papier.');
    }
    navigator.vibrate?.(20);
    await this.draw();
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.send(), REST);
  }

  /** Everything that this phone counted goes into the queue, and the queue to the server. */
  async send() {
    const { db, sync, repaint } = this.hands;
    const at = new Date().toISOString();
    const some = await queueHeads(db, (category, people) => ({
      nonce: newNonce(), type: 'count', body: { slot: '', at, category, people, force: false, reason: '' }, person: null,
      who: `${this.#label(category)}\u00a0: ${people > 0 ? '+' : '−'}${Math.abs(people)}`, where: 'hors inscrits', said: 'accepted',
    })).catch(() => false); // what is not queued stays counted, and is queued next time
    if (!some) return;
    repaint();
    sync.flush();
  }

  /** All phones together, as the server last said, with what this one has not sent. */
  async draw() {
    const { db, roster } = this.hands;
    const { mine, draft } = await readHeads(db);
    const waiting = (await queued(db)).filter((e) => e.type === 'count');
    for (const row of this.#rows()) {
      const unsent = waiting.reduce((n, e) => n + (e.body.category === row.category ? e.body.people : 0), draft[row.category] ?? 0);
      const here = mine[row.category] ?? 0;
      row.total.textContent = String(Math.max(0, (roster.heads[row.category] ?? 0) + unsent));
      row.mine.textContent = `${here} sur ce téléphone`;
      row.minus.disabled = here === 0;
    }
  }

  /** @param {string} category */
  #label(category) {
    return this.#dialog.querySelector(`[data-category="${category}"] .heads-label`)?.textContent ?? '';
  }

  /** @param {string} text */
  #fail(text) {
    byId('counting-error').textContent = text;
    byId('counting-error').hidden = !text;
  }
}
