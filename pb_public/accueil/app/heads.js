// @ts-check
/** What this phone counted of people without a name: written at each tap, queued a little later as one number. */

import { done, got } from './store.js';

/** @typedef {{mine: Record<string, number>, draft: Record<string, number>}} Heads `mine`: all that this phone counted; `draft`: not queued yet */

const KEPT = 'heads';

/** @param {any} word @returns {Heads} */
const heads = (word) => ({ mine: { ...word?.mine }, draft: { ...word?.draft } });

/** @param {IDBDatabase} db @returns {Promise<Heads>} */
export async function readHeads(db) {
  return heads(await got(db.transaction('meta').objectStore('meta').get(KEPT)));
}

/**
 * One tap. Nobody is taken off that this phone did not count.
 * @param {IDBDatabase} db
 * @param {string} category
 * @param {1|-1} step
 * @returns {Promise<Heads>} as they are now, on the disk
 */
export async function tap(db, category, step) {
  const tx = db.transaction('meta', 'readwrite', { durability: 'strict' });
  const store = tx.objectStore('meta');
  const now = heads(await got(store.get(KEPT)));
  const mine = (now.mine[category] ?? 0) + step;
  if (mine >= 0) {
    now.mine[category] = mine;
    now.draft[category] = (now.draft[category] ?? 0) + step;
    store.put(now, KEPT);
  }
  await done(tx);
  return now;
}

/**
 * Moves the taps into the queue, one entry a category, all or none.
 * @param {IDBDatabase} db
 * @param {(category: string, people: number) => import('./store.js').CountEntry} entryOf
 * @returns {Promise<boolean>} whether there were any
 */
export async function queueHeads(db, entryOf) {
  const tx = db.transaction(['meta', 'queue'], 'readwrite', { durability: 'strict' });
  const store = tx.objectStore('meta');
  const now = heads(await got(store.get(KEPT)));
  const some = Object.entries(now.draft).filter(([, people]) => people !== 0);
  for (const [category, people] of some) tx.objectStore('queue').add(entryOf(category, people));
  now.draft = {};
  store.put(now, KEPT);
  await done(tx);
  return some.length > 0;
}
