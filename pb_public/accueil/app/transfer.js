// @ts-check
/**
 * Arrivals from one phone to another as the texts of QR codes, and back. Pure: no document, no store, no network.
 *
 * A code is « PSF1:SET:I/N:J/K:SUM: » and a piece of text: code I of N of this set, piece J of the K pieces of one
 * parcel, and a checksum of all the rest. Nearly every parcel fits one code and holds several arrivals, so that each
 * code read is arrivals saved, whatever becomes of the others. A parcel is JSON, deflated (PSF1; PSF0 where a browser
 * cannot), closed with the seal that only the phones of this event have, in base 45: the letters that a QR code packs
 * tightest. Anybody may show a code to a phone at a door, and anybody may film a screen: what is not sealed is not taken,
 * and what is filmed tells nothing.
 */

/**
 * @typedef {import('./store.js').Entry} Entry
 * @typedef {{tag: string, device: string, ahead: number}} Origin event, phone, and by how many milliseconds its clock is
 *   ahead of the server's (0: it is right enough)
 * @typedef {{t: string, n: string, b: any, s: string, p?: string, w?: string, h?: string}} Packed
 * @typedef {{kind: 'part', set: string, number: number, total: number, origin: Origin|null, entries: Entry[], known: boolean}} Part
 *   `entries` are what this code completed, `known` a code read before
 * @typedef {Part|{kind: 'damaged'}|{kind: 'foreign'}|{kind: 'unreadable'}} Taken `foreign`: not closed by a phone of this
 *   event; `unreadable`: this browser cannot open what is inside
 */

/** Longest text of a code: a symbol of 81 modules a side, that a weak camera reads from a screen. */
export const LONGEST = 850;
/** Kept for what comes before the piece. */
const HEAD = 48;
const CODE = /^PSF([01]):([0-9A-F]{8}):(\d{1,4})\/(\d{1,4}):(\d{1,3})\/(\d{1,3}):([0-9A-F]{8}):([0-9A-Z $%*+./:-]*)$/;
const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

/** Whether a text read by a camera is one of these codes, whole or damaged. @param {string} text */
export const isTransfer = (text) => /^PSF[01]:/.test(text);

/**
 * The texts of the codes.
 * @param {Entry[]} entries what waits, oldest first
 * @param {Origin} origin
 * @param {string} word the event's seal
 * @returns {Promise<string[]>} empty when nothing waits
 */
export async function pack(entries, origin, word) {
  const deflates = typeof CompressionStream === 'function';
  const parcels = await parcelsOf(entries.map(shorten), origin, deflates, await keyOf(word));
  const set = checksum([origin.device, ...entries.map((e) => e.nonce)].join());
  const pieces = parcels.flatMap((text) => {
    const size = LONGEST - HEAD, count = Math.ceil(text.length / size);
    return Array.from({ length: count }, (_, i) => ({ place: `${i + 1}/${count}`, piece: text.slice(i * size, (i + 1) * size) }));
  });
  return pieces.map(({ place, piece }, i) => {
    const head = `PSF${deflates ? 1 : 0}:${set}:${i + 1}/${pieces.length}:${place}:`;
    return `${head}${checksum(head + piece)}:${piece}`;
  });
}

/**
 * As many arrivals a parcel as one code holds.
 * @param {Packed[]} list @param {Origin} origin @param {boolean} deflates @param {CryptoKey} key
 */
async function parcelsOf(list, origin, deflates, key) {
  const texts = [];
  const text = (/** @type {Packed[]} */ some) => seal({ e: origin.tag, d: origin.device, a: origin.ahead, l: some }, deflates, key);
  let from = 0;
  while (from < list.length) {
    let count = 1, fits = await text(list.slice(from, from + 1));
    while (from + count < list.length) {
      const more = await text(list.slice(from, from + count + 1));
      if (more.length > LONGEST - HEAD) break;
      fits = more;
      count++;
    }
    texts.push(fits);
    from += count;
  }
  return texts;
}

/** What is usual is left out. @param {Entry} entry @returns {Packed} */
function shorten({ type, nonce, body, said, person, who, where }) {
  const packed = { t: type, n: nonce, b: /** @type {any} */ ({ ...body }), s: said };
  for (const [key, usual] of Object.entries(USUAL)) if (packed.b[key] === usual) delete packed.b[key];
  // Whom the list names needs no name here: the other phone has the list, and a code on a screen is seen by others.
  if (person) return { ...packed, p: person };
  return type === 'walkin' ? packed : { ...packed, w: who, h: where };
}

/** @type {Record<string, any>} */
const USUAL = { force: false, reason: '', kind: 'in' };

/** @param {Packed} packed @param {Origin} origin @returns {Entry} */
function lengthen({ t, n, b, s, p, w, h }, origin) {
  const walkIn = t === 'walkin';
  const body = { ...(walkIn ? { force: false, reason: '' } : USUAL), device: origin.device, ...b };
  const who = w ?? (walkIn ? b.name || `${b.first_name ?? ''} ${b.last_name ?? ''}`.trim() : '');
  return /** @type {Entry} */ ({ type: t, nonce: n, body, said: s, person: p ?? null, who, where: h ?? (walkIn ? b.structure ?? '' : '') });
}

/** Gathers codes in any order, read once or many times. */
export class Gatherer {
  /** @type {Map<string, {total: number, read: Set<number>, waiting: Map<number, {part: number, parts: number, piece: string}>}>} */
  #sets = new Map();

  /**
   * What was read before, by a page that was closed since.
   * @param {string} set @param {number} total @param {number[]} read
   */
  recall(set, total, read) {
    this.#sets.set(set, { total, read: new Set(read), waiting: new Map() });
  }

  /** Which codes of a set are read. @param {string} set @returns {number[]} */
  readOf(set) {
    const kept = this.#sets.get(set);
    return kept ? [...kept.read, ...kept.waiting.keys()].sort((a, b) => a - b) : [];
  }

  /** Those of them whose arrivals are out: a page that closes loses the pieces of the others. @param {string} set @returns {number[]} */
  openedOf(set) {
    return [...this.#sets.get(set)?.read ?? []].sort((a, b) => a - b);
  }

  /** @param {string} text @param {string} word the event's seal @returns {Promise<Taken>} */
  async take(text, word) {
    const parts = CODE.exec(text);
    if (!parts) return { kind: 'damaged' };
    const [whole, version, set, , , , , sum, piece] = parts;
    const [number, total, part, pieces] = parts.slice(3, 7).map(Number);
    const head = whole.slice(0, whole.length - piece.length - sum.length - 1);
    if (checksum(head + piece) !== sum || number < 1 || number > total || part < 1 || part > pieces || pieces > total) return { kind: 'damaged' };
    const kept = this.#sets.get(set) ?? { total, read: new Set(), waiting: new Map() };
    this.#sets.set(set, kept);
    const said = { kind: /** @type {const} */ ('part'), set, number, total, origin: null, entries: [], known: true };
    if (kept.read.has(number) || kept.waiting.has(number)) return said;
    kept.waiting.set(number, { part, parts: pieces, piece });
    const numbers = Array.from({ length: pieces }, (_, i) => number - part + 1 + i);
    if (!numbers.every((n) => kept.waiting.has(n))) return { ...said, known: false };
    const opened = await open(numbers.map((n) => kept.waiting.get(n)?.piece ?? '').join(''), version === '1', word);
    if (typeof opened === 'string') { // one of its pieces may be a stranger's: all are to be read again
      for (const n of numbers) kept.waiting.delete(n);
      return { kind: opened };
    }
    for (const n of numbers) {
      kept.waiting.delete(n);
      kept.read.add(n);
    }
    return { ...said, known: false, ...opened };
  }
}

/**
 * An hour said by another phone's clock, as this phone's clock would have said it: the server corrects what this one
 * sends by this one's clock. A clock that is right enough is 0 ahead, and left alone as the server leaves it.
 * @param {string} at ISO
 * @param {number} theirs milliseconds ahead
 * @param {number} ours
 */
export function adapt(at, theirs, ours) {
  const time = Date.parse(at);
  const shift = ours - theirs;
  return Number.isNaN(time) || shift === 0 ? at : new Date(time + shift).toISOString();
}

/** @param {string} word the event's seal @returns {Promise<CryptoKey>} */
async function keyOf(word) {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(word));
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

/** How many bytes before a sealed parcel tell it from any other. */
const SALT = 12;

/** @param {object} message @param {boolean} deflates @param {CryptoKey} key */
async function seal(message, deflates, key) {
  const bytes = new TextEncoder().encode(JSON.stringify(message));
  const plain = deflates ? await through(bytes, new CompressionStream('deflate-raw')) : bytes;
  // Made of what it closes: the same parcel gives the same codes, whenever they are shown.
  const iv = new Uint8Array(await crypto.subtle.digest('SHA-256', plain)).slice(0, SALT);
  const closed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, plain));
  return toBase45(Uint8Array.from([...iv, ...closed]));
}

/**
 * @param {string} text @param {boolean} deflated @param {string} word the event's seal
 * @returns {Promise<{origin: Origin, entries: Entry[]}|'foreign'|'unreadable'>} why it cannot be opened, where it cannot
 */
async function open(text, deflated, word) {
  let plain;
  try {
    const bytes = fromBase45(text);
    plain = new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytes.slice(0, SALT) }, await keyOf(word), bytes.slice(SALT)));
  } catch {
    return 'foreign';
  }
  try {
    if (deflated) plain = await through(plain, new DecompressionStream('deflate-raw'));
    const message = JSON.parse(new TextDecoder().decode(plain));
    const origin = { tag: String(message.e), device: String(message.d), ahead: typeof message.a === 'number' ? message.a : 0 };
    return { origin, entries: message.l.map((/** @type {Packed} */ p) => lengthen(p, origin)) };
  } catch {
    return 'unreadable';
  }
}

/** @param {Uint8Array} bytes @param {CompressionStream|DecompressionStream} stream */
async function through(bytes, stream) {
  const copy = new Uint8Array(bytes); // a stream wants bytes of its own
  return new Uint8Array(await new Response(new Blob([copy]).stream().pipeThrough(stream)).arrayBuffer());
}

/** RFC 9285: two bytes, three letters. @param {Uint8Array} bytes */
export function toBase45(bytes) {
  let text = '';
  for (let i = 0; i < bytes.length; i += 2) {
    const pair = i + 1 < bytes.length;
    let n = pair ? bytes[i] * 256 + bytes[i + 1] : bytes[i];
    for (let k = 0; k < (pair ? 3 : 2); k++, n = Math.floor(n / 45)) text += LETTERS[n % 45];
  }
  return text;
}

/** @param {string} text @returns {Uint8Array} throws on what is not base 45 */
export function fromBase45(text) {
  const bytes = [];
  for (let i = 0; i < text.length; i += 3) {
    const values = Array.from(text.slice(i, i + 3), (c) => LETTERS.indexOf(c));
    const n = values.reduce((sum, v, k) => sum + v * 45 ** k, 0);
    if (values.includes(-1) || values.length === 1 || n > (values.length === 3 ? 0xffff : 0xff)) throw new Error('not base 45');
    if (values.length === 3) bytes.push(n >> 8);
    bytes.push(n & 0xff);
  }
  return Uint8Array.from(bytes);
}

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n;
});

/** CRC-32 in eight letters. @param {string} text */
function checksum(text) {
  let sum = 0xffffffff;
  for (const byte of new TextEncoder().encode(text)) sum = TABLE[(sum ^ byte) & 0xff] ^ (sum >>> 8);
  return ((sum ^ 0xffffffff) >>> 0).toString(16).toUpperCase().padStart(8, '0');
}
