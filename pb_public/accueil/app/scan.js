// @ts-check
/** The door's page: wires the camera, the fields, the list and the verdict together. */

import { Arrivals } from './arrivals.js';
import { Camera } from './camera.js';
import { byId, make } from './dom.js';
import { clockSaid, freshness, stillAhead } from './clock.js';
import { begin } from './features.js';
import { Finder, drawLines } from './finder.js';
import { clock } from './lookup.js';
import { Sync, newNonce } from './queue.js';
import { Roster } from './roster.js';
import { Sound } from './sound.js';
import { acknowledge, deviceOf, forgetNames, keepWord, lastLines, loadList, openStore, queued, saveList, SEAL } from './store.js';
import { Verdict } from './verdict.js';
import { arrivals as countedArrivals } from './words.js';

/** @typedef {import('./lookup.js').Slot} Slot */

const REFRESH = 15_000;
/** A list kept for longer is read whole again. */
const FRESH = 6 * 3_600_000;
const { api = '', tag = '', contact = '', serves = '' } = document.body.dataset;
const select = /** @type {HTMLSelectElement} */ (byId('slot'));

/** @type {Roster} */
const roster = new Roster(tag, Array.from(select.options, (o) => ({
  id: o.value, label: o.text, starts_at: o.dataset.starts ?? '', ends_at: o.dataset.ends ?? '',
})).filter((s) => s.id));
roster.serves = serves;
const sound = new Sound();
/** @type {number} */ let waiting = 0;
/** @type {((text: string) => boolean)[]} those who look at what the camera reads before it is taken for a ticket */
const readers = [];
/** @type {Arrivals} */ let arrivals;
/** @type {Sync} */ let sync;
/** @type {Camera} */ let camera;
/** @type {IDBDatabase} */ let db;

const verdict = new Verdict(sound, (way, shown) => {
  if (way === 'search') finder.search('');
  else if (way === 'walkin') arrivals.walkIn({});
  else arrivals.follow(way, shown);
});
const finder = new Finder(roster, {
  onArrive: (person) => arrivals.person(person).then(() => finder.clear()),
  onUndo: (person) => arrivals.undoPerson(person).then(() => finder.clear()),
  onLeave: (person, slot) => arrivals.leaves(person, slot).then(() => finder.clear()),
});

/** Everything that follows from the list, the queue and the clock. */
function paint() {
  const slot = roster.slot(Date.now());
  if (slot && select.value !== slot.id) select.value = slot.id;
  const { present, expected, registered } = roster.count(slot?.id ?? '');
  byId('n-present').textContent = String(present);
  byId('n-expected').textContent = String(expected);
  byId('n-registered').textContent = String(registered);
  const bar = /** @type {HTMLProgressElement} */ (byId('n-bar'));
  bar.max = Math.max(expected, 1);
  bar.value = present;
  byId('status').textContent = freshness(roster.readAt, Date.now(), roster.ahead);
  byId('clock-wrong').textContent = clockSaid(roster.ahead);
  byId('clock-wrong').hidden = !roster.ahead;
  finder.refresh();
  document.dispatchEvent(new Event('door:list'));
}

async function paintQueue() {
  const left = await queued(db);
  waiting = left.length;
  if (roster.waits(left)) paint();
  byId('n-queue').textContent = String(waiting);
  drawOffline();
  byId('to-send').hidden = waiting === 0;
  byId('to-send').textContent = waiting ? `${countedArrivals(waiting)} à envoyer` : '';
  document.dispatchEvent(new CustomEvent('door:queue', { detail: waiting }));
  drawLines(await lastLines(db), {
    onSeen: seen,
    onForce: async (line) => {
      const forced = await arrivals.follow('force', {
        nonce: '', outcome: line.outcome, who: line.who, where: '', slot: line.slot, code: line.code,
        registration: line.registration, walkIn: null, firstAt: '', explanation: '',
      });
      if (forced) await seen(line);
    },
  });
}

/** @param {import('./store.js').Line} line */
async function seen(line) {
  await acknowledge(db, [], [{ ...line, review: false }]);
  await paintQueue();
}

/** @param {import('./queue.js').Net} net */
function paintNet(net) {
  byId('offline').hidden = net !== 'down';
  drawOffline();
  byId('closed').hidden = net !== 'closed';
  document.documentElement.dataset.net = net;
  if (net === 'closed' && contact) byId('closed-contact').textContent = contact.includes('@') ? `Écrivez à ${contact}.` : `Appelez ${contact}.`;
  if (net === 'closed' && waiting === 0) forgetNames(db);
  if (net === 'closed' && verdict.shown.outcome === 'idle') verdict.correct({ outcome: 'closed' });
}

function drawOffline() {
  const kept = waiting === 0 ? 'les arrivées sont gardées' : waiting === 1 ? '1 arrivée est gardée' : `${waiting} arrivées sont gardées`;
  const text = `Hors réseau\u00a0: ${kept} sur ce téléphone.`;
  if (byId('offline').textContent !== text) byId('offline').textContent = text;
}

/** @type {Promise<void>|null} */ let reading = null;
/** The list is read whole once, then by what changed; a page that opens with a list of the day reads what changed. */
let whole = true;

/** Reads the list, one call at a time: an older answer must not cover a newer one. */
function refresh() {
  reading ??= readList().finally(() => { reading = null; });
  return reading;
}

async function readList() {
  const since = whole || !roster.readAt ? '' : roster.cursor;
  const list = await sync.list(since);
  whole &&= !list && !roster.readAt; // on a poor network what changed is better than nothing
  if (!list) return;
  const all = !since || Number(list.cursor) < Number(since);
  roster.take(list, Date.now(), all);
  Object.assign(roster, { serves: list.slot ?? '', heads: list.heads ?? {} });
  drawSlots();
  paint();
  document.documentElement.dataset.ready = '1';
  const kept = list.event?.seal ? keepWord(db, SEAL, list.event.seal) : null;
  await Promise.all([kept, saveList(db, list.people, roster.meta(), all)]).catch(() => { byId('no-room').hidden = false; });
}

/** The choices of slots, drawn again only when the event's slots have changed. */
function drawSlots() {
  const known = Array.from(select.options, (o) => o.value + o.dataset.starts + o.dataset.ends + o.dataset.room).join();
  if (known === roster.slots.map((s) => s.id + s.starts_at + s.ends_at + (s.room ?? '')).join()) return;
  const day = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', weekday: 'long', day: 'numeric', month: 'long' });
  byId('slot-line').hidden = roster.slots.length === 1; // nothing to choose: the place goes to the camera
  select.replaceChildren(...roster.slots.map((s) => {
    const hours = `${clock(s.starts_at)} - ${clock(s.ends_at)}`;
    const text = [`${day.format(Date.parse(s.starts_at))}, ${hours}`, s.label, s.room].filter(Boolean).join(', ');
    return make('option', '', text, { value: s.id, 'data-starts': s.starts_at, 'data-ends': s.ends_at, 'data-room': s.room ?? '' });
  }));
}

/** What this phone had kept, for a start without network. */
async function restore() {
  const kept = await loadList(db);
  if (kept.meta) {
    roster.take({ people: kept.people, slots: kept.meta.slots, cursor: kept.meta.cursor,
      event: { rules: kept.meta.rules, capacity: kept.meta.capacity } }, kept.meta.readAt, true);
    roster.ahead = stillAhead(kept.meta.ahead ?? 0, kept.meta.readAt, Date.now());
    whole = Math.abs(Date.now() - kept.meta.readAt) > FRESH;
  }
  for (const entry of await queued(db)) roster.wait(entry);
}

function wireFields() {
  const code = /** @type {HTMLInputElement} */ (byId('code'));
  byId('code-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const raw = code.value;
    code.value = '';
    if (raw.trim() && !readers.some((takes) => takes(raw))) arrivals.code(raw, true);
  });
  // A hand scanner types wherever the focus is: what it types outside a field goes to the code.
  document.addEventListener('keydown', (event) => {
    const field = event.target instanceof Element && event.target.closest('input, select, textarea, dialog');
    if (!field && event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey) code.focus();
  });
  select.addEventListener('change', () => {
    roster.choose(select.value, Date.now());
    paint();
  });
  byId('walkin-open').addEventListener('click', () => arrivals.walkIn({}));
  const toggle = byId('sound');
  const drawSound = () => toggle.setAttribute('aria-pressed', String(sound.on));
  toggle.addEventListener('click', () => { sound.set(!sound.on); drawSound(); });
  drawSound();
  document.addEventListener('pointerdown', () => sound.wake());
  document.addEventListener('keydown', () => sound.wake());
  addEventListener('beforeunload', (event) => { if (waiting > 0) event.preventDefault(); });
}

function wireCamera() {
  const start = byId('camera-start'), stop = byId('camera-stop'), lamp = byId('camera-lamp');
  camera = new Camera(/** @type {HTMLVideoElement} */ (byId('video')), {
    onCode: (text) => { if (!readers.some((takes) => takes(text))) arrivals.code(text, false); },
    onState: (state, problem) => {
      if (state === 'on') document.documentElement.dataset.camera = 'on';
      else delete document.documentElement.dataset.camera;
      byId('camera').dataset.state = state;
      start.hidden = state === 'on';
      stop.hidden = state === 'off';
      lamp.hidden = state === 'off' || !camera.hasTorch();
      byId('camera-problem').hidden = !problem;
      byId('camera-problem').textContent = problem;
    },
  });
  start.addEventListener('click', () => camera.start());
  stop.addEventListener('click', () => { camera.stop(''); start.focus(); });
  lamp.addEventListener('click', async () => {
    const lit = lamp.getAttribute('aria-pressed') !== 'true';
    await camera.torch(lit);
    lamp.setAttribute('aria-pressed', String(lit));
  });
}

/** Nothing can be kept: the page works as it does without scripts, by the server's search. */
function withoutStore() {
  byId('no-store').hidden = false;
  document.documentElement.dataset.store = 'none';
  const form = byId('search-form');
  form.replaceWith(form.cloneNode(true));
}

async function start() {
  byId('insecure').hidden = window.isSecureContext;
  try {
    db = await openStore(tag);
  } catch {
    withoutStore();
    return;
  }
  navigator.storage?.persist?.();
  const device = await deviceOf(db, newNonce());
  sync = new Sync(db, api, device, {
    onNet: paintNet,
    onResult: (entry, result) => arrivals.onResult(entry, result),
    watched: (nonce) => arrivals.watched(nonce),
    onSent: () => { paint(); paintQueue(); },
    onClock: (ahead) => { roster.ahead = ahead; },
  });
  arrivals = new Arrivals({
    db, roster, sync, verdict, onChange: () => { paint(); paintQueue(); }, onUnknown: refresh,
    onText: (text) => finder.search(text),
  });
  await restore();
  wireFields();
  wireCamera();
  paint();
  await paintQueue();
  await begin({ db, api, device, contact, roster, sync, arrivals, verdict, camera, sound, refresh,
    reads: (takes) => { readers.push(takes); }, repaint: () => { paint(); paintQueue(); } });
  if (roster.readAt) document.documentElement.dataset.ready = '1';
  const first = refresh();
  sync.listen(refresh);
  sync.flush();
  await first;
  setInterval(() => { paint(); if (!document.hidden) refresh(); }, REFRESH);
}

await start();
