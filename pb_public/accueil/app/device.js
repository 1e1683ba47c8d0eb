// @ts-check
/** This phone tells the server of itself: its name, what it has not sent, whether it is ready, when it leaves. */

import { clockAhead } from './clock.js';
import { hasBegun } from './lookup.js';
import { keepWord, wordOf } from './store.js';

/**
 * @typedef {{list: boolean, camera: boolean, ticket: boolean, space: boolean, offline: boolean, at: string}} Readiness
 * @typedef {{label: string, typed: string}} Self the name that this phone bears, and the one its holder typed
 */

const EVERY = 60_000;
const PAUSE = 5000;
const TIMEOUT = 8000;
const KEY = 'self';

/** @type {Self} */
export const phone = { label: '', typed: '' };
/** @type {import('./features.js').Hands|undefined} */ let hands;
let queued = 0;
/** What the server was last told is waiting; -1: nothing yet. */
let told = -1;
/** @type {Readiness|null} a word that has not reached the server yet */
let ready = null;
let timer = 0;

/** @param {import('./features.js').Hands} given */
export async function device(given) {
  hands = given;
  Object.assign(phone, await wordOf(hands.db, KEY));
  ready = await wordOf(hands.db, 'ready-to-tell') ?? null;
  document.addEventListener('door:queue', (event) => {
    queued = /** @type {CustomEvent} */ (event).detail;
    if (queued !== told) soon();
  });
  setInterval(() => { if (!document.hidden) tell(); }, EVERY);
  addEventListener('online', soon);
  addEventListener('pagehide', () => beacon(true));
  // A phone may close a page that is out of sight without a word: what waits is said before.
  document.addEventListener('visibilitychange', () => { if (document.hidden && queued !== told) beacon(false); });
  addEventListener('pageshow', (event) => { if (event.persisted) tell(); });
  hands.repaint();
  setTimeout(tell, 0);
}

function soon() {
  clearTimeout(timer);
  timer = window.setTimeout(tell, PAUSE);
}

/** The name that its holder gives to this phone; empty takes back nothing. @param {string} label */
export async function nameIt(label) {
  phone.typed = label.replace(/\s+/g, ' ').trim().slice(0, 40);
  phone.label = phone.typed || phone.label;
  await keep();
  return tell();
}

/** What the check of readiness found; it is told as soon as the network allows. @param {Readiness} found */
export async function tellReady(found) {
  ready = found;
  if (hands) await keepWord(hands.db, 'ready-to-tell', found);
  return tell();
}

const keep = async () => { if (hands) await keepWord(hands.db, KEY, { ...phone }); };

/** @param {boolean} left */
function report(left) {
  const begun = hands ? hasBegun(hands.roster.slots, Date.now() - hands.roster.ahead) : false;
  return {
    device: hands?.device ?? '', label: phone.typed, agent: agent(), queued, sent_at: new Date().toISOString(),
    left: left && queued === 0 && begun, ready,
  };
}

/** Tells, and learns the name and the clock. @returns {Promise<boolean>} whether the server heard */
export async function tell() {
  clearTimeout(timer);
  if (!hands) return false;
  const body = report(false);
  const began = Date.now();
  const abort = new AbortController();
  const late = setTimeout(() => abort.abort(), TIMEOUT);
  try {
    const response = await fetch(`${hands.api}/appareil`, {
      method: 'POST', headers: { 'Content-Type': 'application/json', Accept: 'application/json' }, body: JSON.stringify(body),
      cache: 'no-store', credentials: 'same-origin', redirect: 'error', signal: abort.signal,
    });
    const json = (response.headers.get('Content-Type') ?? '').includes('json') ? await response.json() : null;
    const heard = json?.ok === true || json?.outcome === 'closed';
    if (!heard) return false;
    told = body.queued;
    if (json.ok) await learn(json, began, body.ready);
    return true;
  } catch {
    return false; // no network: the next change, or the next minute, tells
  } finally {
    clearTimeout(late);
  }
}

/** @param {{now: string, label: string}} answer @param {number} began @param {Readiness|null} heard */
async function learn(answer, began, heard) {
  const ahead = clockAhead(answer.now, began, Date.now());
  if (ahead !== null && hands) hands.roster.ahead = ahead;
  phone.label = answer.label || phone.label;
  await keep();
  if (ready && ready === heard) {
    ready = null;
    if (hands) await keepWord(hands.db, 'ready-to-tell', null);
  }
  document.dispatchEvent(new CustomEvent('door:self'));
}

/** Said while the page goes away, by the worker too: a beacon alone may be lost (sw.js). @param {boolean} left */
function beacon(left) {
  if (!hands) return;
  const address = `${hands.api}/appareil`, body = JSON.stringify(report(left)), { controller } = navigator.serviceWorker ?? {};
  controller?.postMessage({ last: { address, body } });
  const sent = navigator.sendBeacon?.(address, new Blob([body], { type: 'application/json' }));
  if (controller || sent) told = queued;
}

/** The kind of phone, in a word or two: nobody is recognised by it. */
function agent() {
  const { userAgent } = navigator;
  const kinds = /** @type {[RegExp, string][]} */ ([[/iPhone/, 'iPhone'], [/iPad/, 'iPad'], [/Android.*Mobile/, 'Téléphone Android'], [/Android/, 'Tablette Android'],
    [/Windows/, 'Ordinateur Windows'], [/Macintosh/, 'Ordinateur Mac'], [/CrOS/, 'Chromebook'], [/Linux/, 'Ordinateur Linux']]);
  return kinds.find(([known]) => known.test(userAgent))?.[1] ?? 'Autre appareil';
}
