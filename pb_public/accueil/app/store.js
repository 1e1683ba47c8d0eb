// @ts-check
/** What this phone keeps of one event: the list, what has not been sent, the last arrivals. IndexedDB, no library. */

/**
 * @typedef {import('./lookup.js').Person} Person
 * @typedef {import('./lookup.js').Slot} Slot
 * @typedef {import('./lookup.js').ScanBody} ScanBody
 * @typedef {{slot: string, at: string, last_name: string, first_name: string, structure: string,
 *   profession: string, email: string, replaces?: string, name?: string, incomplete?: boolean, new?: boolean,
 *   force: boolean, reason: string}} WalkInBody
 * @typedef {{order?: number, nonce: string, type: 'scan', body: ScanBody, person: string|null, who: string,
 *   where: string, said: string}} ScanEntry
 * @typedef {{order?: number, nonce: string, type: 'walkin', body: WalkInBody, person: null, who: string,
 *   where: string, said: string}} WalkInEntry
 * @typedef {{slot: string, at: string, category: string, people: number, force: boolean, reason: string}} CountBody
 * @typedef {{order?: number, nonce: string, type: 'count', body: CountBody, person: null, who: string,
 *   where: string, said: string}} CountEntry people without a name: see counting.js
 * @typedef {ScanEntry|WalkInEntry|CountEntry} Entry one thing to send; `said` is the outcome shown before the server's
 * @typedef {{nonce: string, at: string, who: string, outcome: string, sent: boolean, review: boolean, note: string,
 *   registration: string, code: string, slot: string}} Line one of the last arrivals of this phone
 * @typedef {{cursor: string, slots: Slot[], readAt: number, rules?: import('./lookup.js').Rules, capacity?: number,
 *   ahead?: number}} ListMeta
 */

/** The word by which phones of this event close what they hand over: it stays when the names go, as the queue does. */
export const SEAL = 'seal';

/** Lines kept of the last arrivals. */
const LINES = 30;

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
export const got = (request) => new Promise((ok, ko) => {
  request.onsuccess = () => ok(request.result);
  request.onerror = () => ko(request.error);
});

/** @param {IDBTransaction} tx @returns {Promise<void>} */
export const done = (tx) => new Promise((ok, ko) => {
  tx.oncomplete = () => ok();
  tx.onabort = () => ko(tx.error); // a request that fails aborts it, and only then is the reason known
});

/** Whether a writing failed because the disk is full. @param {unknown} error */
export const noRoom = (error) => error instanceof DOMException && error.name === 'QuotaExceededError';

/**
 * Opens the store of an event. It belongs to the event and not to the link, so that a new link sends what an old one kept.
 * @param {string} tag of the event
 * @returns {Promise<IDBDatabase>} rejects where the browser forbids storage (some private windows)
 */
export function openStore(tag) {
  const request = indexedDB.open(`accueil-${tag}`, 1);
  request.onupgradeneeded = () => {
    const db = request.result;
    db.createObjectStore('people', { keyPath: 'id' });
    db.createObjectStore('queue', { keyPath: 'order', autoIncrement: true }).createIndex('nonce', 'nonce', { unique: true });
    db.createObjectStore('lines', { keyPath: 'nonce' }).createIndex('at', 'at');
    db.createObjectStore('meta');
  };
  return got(request);
}

/**
 * The random name of this phone for this event, made at the first visit.
 * @param {IDBDatabase} db
 * @param {string} fresh used when there is none yet
 * @returns {Promise<string>}
 */
export async function deviceOf(db, fresh) {
  const tx = db.transaction('meta', 'readwrite');
  const kept = await got(tx.objectStore('meta').get('device'));
  if (!kept) tx.objectStore('meta').put(fresh, 'device');
  await done(tx);
  return kept ?? fresh;
}

/**
 * A word that this phone keeps for this event.
 * @param {IDBDatabase} db
 * @param {string} key
 * @returns {Promise<any>} nothing when it never was
 */
export const wordOf = (db, key) => got(db.transaction('meta').objectStore('meta').get(key));

/** @param {IDBDatabase} db @param {string} key @param {any} value */
export async function keepWord(db, key, value) {
  const tx = db.transaction('meta', 'readwrite');
  tx.objectStore('meta').put(value, key);
  await done(tx);
}

/**
 * Keeps the list: all of it, or what changed.
 * @param {IDBDatabase} db
 * @param {Person[]} people
 * @param {ListMeta} meta
 * @param {boolean} whole replaces what was there
 */
export async function saveList(db, people, meta, whole) {
  const tx = db.transaction(['people', 'meta'], 'readwrite');
  const store = tx.objectStore('people');
  if (whole) store.clear();
  for (const person of people) store.put(person);
  tx.objectStore('meta').put(meta, 'list');
  await done(tx);
}

/**
 * The list as it was kept.
 * @param {IDBDatabase} db
 * @returns {Promise<{people: Person[], meta: ListMeta|undefined}>}
 */
export async function loadList(db) {
  const tx = db.transaction(['people', 'meta']);
  const [people, meta] = await Promise.all([
    got(tx.objectStore('people').getAll()), got(tx.objectStore('meta').get('list')),
  ]);
  return { people, meta };
}

/**
 * Forgets the names: the event is over, or the link is closed. What is not sent stays.
 * @param {IDBDatabase} db
 */
export async function forgetNames(db) {
  const tx = db.transaction(['people', 'meta', 'lines'], 'readwrite');
  tx.objectStore('people').clear();
  tx.objectStore('lines').clear();
  tx.objectStore('meta').delete('list');
  await done(tx);
}

/**
 * Writes an entry to the disk, with its line; it is safe when this returns. Rejects when there is no room: see noRoom.
 * @param {IDBDatabase} db
 * @param {Entry} entry
 * @param {Line} line
 */
export async function enqueue(db, entry, line) {
  const tx = db.transaction(['queue', 'lines'], 'readwrite', { durability: 'strict' });
  const added = tx.objectStore('queue').add(entry);
  tx.objectStore('lines').put(line);
  tx.commit?.();
  await done(tx);
  entry.order = Number(added.result);
}

/**
 * What has not been acknowledged, oldest first.
 * @param {IDBDatabase} db
 * @returns {Promise<Entry[]>}
 */
export const queued = (db) => got(db.transaction('queue').objectStore('queue').getAll());

/**
 * Drops what the server has acknowledged and corrects the lines.
 * @param {IDBDatabase} db
 * @param {number[]} orders
 * @param {Line[]} lines
 */
export async function acknowledge(db, orders, lines) {
  const tx = db.transaction(['queue', 'lines'], 'readwrite', { durability: 'strict' });
  for (const order of orders) tx.objectStore('queue').delete(order);
  for (const line of lines) tx.objectStore('lines').put(line);
  await done(tx);
}

/**
 * The last arrivals of this phone, newest first; older ones are dropped, never one that waits or asks to be seen.
 * @param {IDBDatabase} db
 * @returns {Promise<Line[]>}
 */
export async function lastLines(db) {
  const tx = db.transaction('lines', 'readwrite');
  const store = tx.objectStore('lines');
  const all = (await got(store.index('at').getAll())).reverse();
  const old = all.slice(LINES).filter((/** @type {Line} */ l) => l.sent && !l.review);
  for (const line of old) store.delete(line.nonce);
  await done(tx);
  return all.filter((/** @type {Line} */ l) => !old.includes(l));
}
