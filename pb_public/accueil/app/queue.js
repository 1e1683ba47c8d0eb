// @ts-check
/** Talks to the server: reads the list, sends what is queued, and knows whether the network answers. */

import { clockAhead } from './clock.js';
import { acknowledge, queued } from './store.js';

/**
 * @typedef {import('./store.js').Entry} Entry
 * @typedef {import('./store.js').Line} Line
 * @typedef {{nonce: string, outcome: string, explanation?: string, person?: any, first_at?: string,
 *   registration?: string, field?: string, candidates?: import('./lookup.js').Person[], signed?: boolean,
 *   totals?: Record<string, number>}} Result
 * @typedef {'ok'|'down'|'closed'} Net closed: the link is revoked or expired
 * @typedef {{event?: any, slots: import('./lookup.js').Slot[], cursor: string|number,
 *   people: import('./lookup.js').Person[], now?: string, slot?: string, heads?: Record<string, number>}} List
 */

const BATCH = 100;
const TRY_EVERY = 20_000;
const LONGEST_WAIT = 60_000;
/** Without network it is asked for again this often, and each question waits no longer, in milliseconds. */
const PROBE = 3000, PROBE_WAIT = 3500;
/** A page of this phone that sends for longer than this is asleep: another one sends. */
const ASLEEP = 30_000;

/** A random identifier, also on a page without HTTPS, where crypto.randomUUID is missing. */
export function newNonce() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const hex = Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

export class Sync {
  /** @type {Net} */ net = 'ok';
  /** @type {Promise<void>|null} */ #running = null;
  #again = false;
  #size = BATCH;
  /** Failures by nonce: what fails goes last, so that one bad entry holds back no other. */
  #failures = new Map(/** @type {[string, number][]} */ ([]));
  #wait = 2000;
  #timer = 0;
  /** @type {AbortController|null} the question that waits: a new network may answer a new one */ #asking = null;
  /** Since when another page of this phone has been sending. */
  #otherSince = 0;
  /** The other pages of this phone at the same event. */
  #others = 'BroadcastChannel' in globalThis ? new BroadcastChannel('accueil') : null;

  /**
   * @param {IDBDatabase} db
   * @param {string} api address of the door's endpoints
   * @param {string} device
   * @param {{onNet: (net: Net) => void, onResult: (entry: Entry, result: Result) => Line|null|'keep',
   *   watched: (nonce: string) => boolean, onSent: () => void, onClock: (ahead: number) => void}} on `onResult` gives the line to keep of that entry,
   *   or « keep » where it must be sent again; `watched`: somebody could answer a question about that entry;
   *   `onSent`: the queue may have changed, here or in another page; `onClock`: by how much this phone is ahead
   */
  constructor(db, api, device, on) {
    this.db = db;
    this.api = api;
    this.device = device;
    this.on = on;
    this.#others?.addEventListener('message', ({ data }) => {
      if (data.name !== this.db.name) return;
      for (const [entry, result] of data.settled ?? []) this.on.onResult(entry, result);
      this.on.onSent();
    });
  }

  /**
   * Sends on every sign that the network may be back.
   * @param {() => Promise<void>} ask what tells that it is: reading the list
   */
  listen(ask) {
    const now = () => { this.flush(); ask(); };
    addEventListener('online', () => { this.#asking?.abort(); now(); });
    document.addEventListener('visibilitychange', () => { if (!document.hidden) now(); });
    setInterval(() => this.flush(), TRY_EVERY);
    this.#watch(ask);
  }

  /** Looks for the network as long as there is none. @param {() => Promise<void>} ask */
  async #watch(ask) {
    // Without any connection the phone tells when one comes; a portal or a server that is down tells nothing.
    const away = this.net !== 'down' || document.hidden || navigator.onLine === false;
    const began = performance.now();
    if (!away) await ask().catch(() => undefined);
    setTimeout(() => this.#watch(ask), away ? 1000 : Math.max(500, PROBE - (performance.now() - began)));
  }

  /**
   * The list, or what changed since a cursor.
   * @param {string} since empty for all of it
   * @returns {Promise<List|null>} null when the network does not answer
   */
  async list(since) {
    const query = since ? `?depuis=${encodeURIComponent(since)}` : '';
    return this.#call(`/liste${query}`, undefined, !since ? 30_000 : this.net === 'down' ? PROBE_WAIT : 8000,
      (json) => Array.isArray(json.people) && Array.isArray(json.slots));
  }

  /**
   * Asks something that is answered at once or not at all: nothing of it is kept here.
   * @param {string} path
   * @param {{nonce: string}} body
   * @returns {Promise<any>} null when the network does not answer
   */
  ask(path, body) {
    return this.#call(path, body, 8000, (json) => json.nonce === body.nonce);
  }

  /**
   * Sends what is queued. Calls made meanwhile join in; one tab at a time sends.
   * @returns {Promise<void>} resolves when nothing more can be sent for now
   */
  flush() {
    if (this.#running) {
      this.#again = true;
      return this.#running;
    }
    this.#running = this.#drain().finally(() => { this.#running = null; });
    return this.#running;
  }

  async #drain() {
    const whole = async () => {
      do {
        this.#again = false;
        while (await this.#sendSome());
      } while (this.#again && this.net === 'ok');
    };
    clearTimeout(this.#timer);
    // Without HTTPS there are no locks: two tabs may then send twice, and the nonce makes it harmless.
    if (!navigator.locks) await whole();
    else {
      let mine = false;
      await navigator.locks.request(`accueil-${this.db.name}`, { ifAvailable: true }, async (lock) => {
        mine = lock !== null;
        if (mine) await whole();
      });
      if (mine) this.#otherSince = 0;
      else if (Date.now() - (this.#otherSince ||= Date.now()) > ASLEEP) await whole();
    }
    const left = await queued(this.db);
    if (left.length === 0) this.#wait = 2000;
    else {
      if (this.#otherSince) this.#wait = 2000;
      this.#timer = window.setTimeout(() => this.flush(), this.#wait);
      this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
    }
    this.on.onSent();
    this.#others?.postMessage({ name: this.db.name });
  }

  /** One call. @returns {Promise<boolean>} whether it went well and something is left */
  async #sendSome() {
    const failed = (/** @type {Entry} */ e) => this.#failures.get(e.nonce) ?? 0;
    const left = (await queued(this.db)).sort((a, b) => failed(a) - failed(b) || Number(a.order) - Number(b.order));
    if (left.length === 0) return false;
    const first = left[0];
    const batch = first.type !== 'scan' ? [first] : left.filter((e) => e.type === 'scan').slice(0, this.#size);
    const results = first.type === 'count' ? await this.#sendAlone(first, '/decompte') : first.type === 'walkin' ? await this.#sendWalkIn(first) : await this.#sendScans(batch, left.length - batch.length);
    const acknowledged = await this.#settle(batch, results);
    if (acknowledged === 0) {
      for (const entry of batch) this.#failures.set(entry.nonce, failed(entry) + 1);
      this.#size = Math.max(1, this.#size >> 1);
      return false;
    }
    this.#size = BATCH;
    this.#wait = 2000;
    return left.length > acknowledged;
  }

  /** @param {Entry[]} batch @param {number} kept what is left after this call @returns {Promise<Result[]>} */
  async #sendScans(batch, kept) {
    const body = {
      device: this.device,
      sent_at: new Date().toISOString(),
      queued: kept,
      scans: batch.map((e) => ({ nonce: e.nonce, ...e.body })),
    };
    const answer = await this.#call('/scans', body, batch.length > 5 ? 15_000 : 4000, (json) => Array.isArray(json.results));
    return answer?.results ?? [];
  }

  /** @param {Entry} entry @returns {Promise<Result[]>} */
  async #sendWalkIn(entry) {
    const body = { nonce: entry.nonce, device: this.device, sent_at: new Date().toISOString(), queued: !this.on.watched(entry.nonce), ...entry.body };
    const answer = await this.#call('/sur-place', body, 6000, (json) => json.nonce === entry.nonce);
    return answer ? [answer] : [];
  }

  /** @param {Entry} entry @param {string} path @returns {Promise<Result[]>} */
  async #sendAlone(entry, path) {
    const body = { nonce: entry.nonce, device: this.device, sent_at: new Date().toISOString(), ...entry.body };
    const answer = await this.#call(path, body, 6000, (json) => json.nonce === entry.nonce);
    return answer ? [answer] : [];
  }

  /**
   * Takes off the queue what the server names, and nothing else.
   * @param {Entry[]} batch
   * @param {Result[]} results
   */
  async #settle(batch, results) {
    const byNonce = new Map(results.map((r) => [r.nonce, r]));
    const orders = [], lines = [], settled = [];
    for (const entry of batch) {
      const result = byNonce.get(entry.nonce);
      if (!result || typeof result.outcome !== 'string') continue;
      const line = this.on.onResult(entry, result);
      if (line === 'keep') continue;
      orders.push(Number(entry.order));
      settled.push([entry, result]);
      if (line) lines.push(line);
    }
    if (orders.length > 0) {
      await acknowledge(this.db, orders, lines);
      this.#others?.postMessage({ name: this.db.name, settled });
    }
    return orders.length;
  }

  /**
   * Any answer that is not our JSON (a school's portal, a proxy's page) is « no network ».
   * @param {string} path
   * @param {object|undefined} body
   * @param {number} timeout milliseconds
   * @param {(json: any) => boolean} ours whether the answer has our shape, whatever its status: a form that is not
   *   understood is answered with its nonce too
   * @returns {Promise<any>} null when there is no network, or the link is closed
   */
  async #call(path, body, timeout, ours) {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), timeout);
    if (!body) this.#asking = abort;
    const sent = Date.now();
    try {
      const response = await fetch(this.api + path, {
        method: body ? 'POST' : 'GET',
        headers: body ? { 'Content-Type': 'application/json', Accept: 'application/json' } : { Accept: 'application/json' },
        body: body ? JSON.stringify(body) : undefined,
        cache: 'no-store', credentials: 'same-origin', redirect: 'error', signal: abort.signal,
      });
      const json = (response.headers.get('Content-Type') ?? '').includes('json') ? await response.json() : null;
      if ((response.status === 403 || response.status === 410) && json?.outcome === 'closed') return this.#become('closed');
      if (response.status >= 500 || !json || typeof json !== 'object' || !ours(json)) return this.#become('down');
      const ahead = typeof json.now === 'string' ? clockAhead(json.now, sent, Date.now()) : null;
      if (ahead !== null) this.on.onClock(ahead);
      this.#become('ok');
      return json;
    } catch {
      return this.#become('down');
    } finally {
      clearTimeout(timer);
    }
  }

  /** @param {Net} net @returns {null} */
  #become(net) {
    const back = this.net === 'down' && net === 'ok';
    this.net = net;
    this.on.onNet(net);
    if (back) {
      this.#wait = 2000;
      this.flush();
    }
    return null;
  }
}
