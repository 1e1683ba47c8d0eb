// @ts-check
/**
 * Pure rules of the door's screen: what a code is, which slot it is, what the local list says.
 * The server alone decides for good; what is said here is a provisional word to the person at the door.
 */

/**
 * @typedef {{id: string, label: string, room?: string, starts_at: string, ends_at: string}} Slot
 * @typedef {{departures?: boolean, signature?: boolean, self_check?: boolean, visitors?: boolean}} Rules what the event asks of its door
 * @typedef {{id: string, name: string, first_name: string, structure?: string, state?: string,
 *   code_hash?: string, refused?: Record<string, string>, group?: string, incomplete?: boolean, present?: Record<string, string>,
 *   left?: Record<string, string>}} Person
 * @typedef {{code?: string, registration?: string, slot: string, at: string, kind: 'in'|'out'|'undo',
 *   force: boolean, reason: string, signature?: Ink, device?: string}} ScanBody `device`: the phone that saw it, when another sends it
 * @typedef {{way: 'drawn', strokes: number[][]}|{way: 'confirmed', code: string}} Ink how somebody signed
 * @typedef {{code: string, slot: string, person: string|null, at: string, kind: string, counts: boolean}} Pending
 * @typedef {{kind: 'ticket', code: string, tag: string} | {kind: 'short', code: string}
 *   | {kind: 'text', text: string}} Parsed
 * @typedef {{outcome: string, firstAt: string}} Decision
 */

const TICKET = /^(?:[A-Z][A-Z0-9+.-]*:\/\/[^\s?#]+\/B\/)?([0-9A-HJKMNP-TV-Z]{32})$/;
const SHORT = /^[2-9BCDFGHJKMNPQRSTVWXZ]{8}$/;
const DAY = new Intl.DateTimeFormat('fr-CA', { timeZone: 'Europe/Paris', dateStyle: 'short' });
const CLOCK = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', hour: 'numeric', minute: '2-digit', hour12: false });

/**
 * Tells a ticket, a short code and anything else apart.
 * @param {string} raw what a camera, a hand scanner or a hand gives
 * @returns {Parsed}
 */
export function parseCode(raw) {
  const text = raw.trim();
  for (const candidate of [text, fromAzerty(text)]) {
    const ticket = TICKET.exec(candidate.toUpperCase());
    if (ticket) return { kind: 'ticket', code: ticket[1], tag: ticket[1].slice(0, 6) };
  }
  const short = text.toUpperCase().replace(/[\s\u2010-\u2015-]/g, '');
  if (SHORT.test(short)) return { kind: 'short', code: short };
  return { kind: 'text', text };
}

const AZERTY = new Map(Object.entries({
  '&': '1', 'é': '2', '"': '3', "'": '4', '(': '5', '-': '6', 'è': '7', '_': '8', 'ç': '9', 'à': '0',
  A: 'Q', Q: 'A', Z: 'W', W: 'Z', M: ':', '?': 'M', ',': 'M', '!': '/', ':': '.', ';': ',', ')': '-',
}));

/**
 * A hand scanner set for an American keyboard types wrong characters on a French one: puts them right.
 * @param {string} text
 */
export function fromAzerty(text) {
  return Array.from(text, (c) => AZERTY.get(c) ?? AZERTY.get(c.toUpperCase()) ?? c).join('');
}

/**
 * What the list holds in place of a code: base64url of the first 8 bytes of its SHA-256.
 * @param {string} code the 32 characters
 * @returns {Promise<string>} empty where the browser has no WebCrypto (a page without HTTPS)
 */
export async function hashCode(code) {
  const subtle = globalThis.crypto?.subtle;
  if (!subtle) return '';
  const sum = new Uint8Array(await subtle.digest('SHA-256', new TextEncoder().encode(code)));
  return btoa(String.fromCharCode(...sum.subarray(0, 8))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/**
 * The slot to offer: the one that runs (the latest begun), else the next of the same Paris day, else the nearest.
 * @param {Slot[]} slots
 * @param {number} now milliseconds
 * @returns {Slot|undefined} nothing when there is no slot at all
 */
export function pickSlot(slots, now) {
  const sorted = [...slots].sort((a, b) => Date.parse(a.starts_at) - Date.parse(b.starts_at));
  const running = sorted.filter((s) => Date.parse(s.starts_at) <= now && now < Date.parse(s.ends_at)).pop();
  if (running) return running;
  const today = DAY.format(now);
  const next = sorted.find((s) => Date.parse(s.starts_at) > now && DAY.format(Date.parse(s.starts_at)) === today);
  if (next) return next;
  const far = (/** @type {Slot} */ s) => Math.min(Math.abs(Date.parse(s.starts_at) - now), Math.abs(Date.parse(s.ends_at) - now));
  return sorted.reduce((/** @type {Slot|undefined} */ best, s) => (best && far(best) <= far(s) ? best : s), undefined);
}

/**
 * Whether the first day of an event has come, in Paris. A phone made ready before then is not done when its page closes.
 * @param {Slot[]} slots
 * @param {number} now milliseconds, of a clock that is right
 */
export function hasBegun(slots, now) {
  const first = Math.min(...slots.map((s) => Date.parse(s.starts_at)));
  return !Number.isFinite(first) || DAY.format(now) >= DAY.format(first);
}

/**
 * Until when a slot chosen by hand is kept: its end, and ten minutes at least, so that a past one can be corrected.
 * @param {Slot} slot
 * @param {number} now milliseconds
 */
export const keepChoiceUntil = (slot, now) => Math.max(Date.parse(slot.ends_at), now + 10 * 60_000);

/**
 * Since when a person is present, what this phone has not sent yet included.
 * @param {Person} person
 * @param {string} slot
 * @param {Pending[]} pending of this phone, oldest first
 * @returns {string} ISO time, empty when absent
 */
export function presentAt(person, slot, pending) {
  let at = person.present?.[slot] ?? '';
  for (const p of pending) {
    if (p.person !== person.id || p.slot !== slot) continue;
    if (p.kind === 'undo') at = '';
    else if (p.counts) at ||= p.at;
  }
  return at;
}

/**
 * Since when a person has left, what this phone has not sent yet included.
 * @param {Person} person
 * @param {string} slot
 * @param {Pending[]} pending of this phone, oldest first
 * @returns {string} ISO time, empty for who is still there or never was
 */
export function leftAt(person, slot, pending) {
  let at = person.left?.[slot] ?? '';
  for (const p of pending) {
    if (p.person !== person.id || p.slot !== slot) continue;
    at = p.kind === 'out' ? p.at : '';
  }
  return presentAt(person, slot, pending) ? at : '';
}

/**
 * The provisional word about a person who leaves: it is recorded whether or not the arrival was seen.
 * @param {Person} person
 * @param {string} slot
 * @param {Pending[]} pending
 * @returns {Decision}
 */
export function decideLeaving(person, slot, pending) {
  const firstAt = presentAt(person, slot, pending);
  return { outcome: firstAt ? 'left' : 'left_unseen', firstAt };
}

/**
 * The provisional word about a person of the list. The rule is the server's: the list bears its answers, by slot, or
 * under « * » for all of them; this phone adds only who is there already.
 * @param {Person} person
 * @param {string} slot
 * @param {Pending[]} pending
 * @returns {Decision}
 */
export function decidePerson(person, slot, pending) {
  const firstAt = presentAt(person, slot, pending);
  if (firstAt) return { outcome: leftAt(person, slot, pending) ? 'back' : 'already', firstAt };
  return { outcome: person.refused?.[slot] ?? person.refused?.['*'] ?? 'accepted', firstAt: '' };
}

/**
 * The provisional word about a code.
 * @param {{kind: 'ticket'|'short', code: string, tag?: string}} code
 * @param {Person|undefined} person whom the list gives for it
 * @param {string} tag of this event
 * @param {string} slot
 * @param {Pending[]} pending
 * @returns {Decision} outcome `unknown` when only the server can tell
 */
export function decideCode(code, person, tag, slot, pending) {
  if (person) return decidePerson(person, slot, pending);
  if (code.kind === 'ticket' && tag && code.tag !== tag) return { outcome: 'other_event', firstAt: '' };
  const before = pending.find((p) => p.code === code.code && p.slot === slot && p.kind === 'in');
  if (before) return { outcome: 'already', firstAt: before.at };
  return { outcome: 'unknown', firstAt: '' };
}

/**
 * An hour as it is said: « 9 h 02 », « 9 h », in Paris.
 * @param {string|number} time ISO or milliseconds
 * @returns {string} empty when it is no time
 */
export function clock(time) {
  const at = typeof time === 'number' ? time : Date.parse(time);
  if (Number.isNaN(at)) return '';
  const [hour, minute] = CLOCK.formatToParts(at).filter((p) => p.type === 'hour' || p.type === 'minute').map((p) => p.value);
  return `${Number(hour)}\u00a0h${minute === '00' ? '' : `\u00a0${minute}`}`;
}
