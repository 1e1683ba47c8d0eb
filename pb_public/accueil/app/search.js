// @ts-check
/**
 * Pure search in the local list: accents, order of the words, initials, titles and a slip of the finger are forgiven.
 * The server searches by the same rule (internal/domain/search.go); both answer internal/domain/testdata/search.json.
 */

/**
 * @typedef {import('./lookup.js').Person} Person
 * @typedef {{person: Person, words: string[], structure: string[], joined: string[], initials: string, key: string}} Indexed
 */

/** Letters that do not part into a letter and its accent. */
const LETTERS = /** @type {Record<string, string>} */ ({ œ: 'oe', æ: 'ae', ø: 'o', ł: 'l', ß: 'ss' });

/** What people type before a name, and no list holds. */
const TITLES = new Set(['m', 'mr', 'mme', 'mlle', 'dr', 'pr', 'monsieur', 'madame', 'docteur', 'professeur']);

/**
 * Small letters without accents; hyphens and apostrophes become spaces.
 * @param {string} text
 */
export function plain(text) {
  return text.toLowerCase().replace(/[œæøłß]/g, (c) => LETTERS[c]).normalize('NFD')
    .replace(/\p{M}/gu, '').replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
}

/** @param {string} text */
const split = (text) => plain(text).split(' ').filter(Boolean);

/** @type {WeakMap<Person, Indexed>} people who did not change are not prepared again */
const prepared = new WeakMap();

/** @param {Person} person @returns {Indexed} */
function index(person) {
  const known = prepared.get(person);
  if (known) return known;
  const last = split(person.name), first = split(person.first_name);
  const fresh = {
    person, words: [...last, ...first], structure: split(person.structure ?? ''),
    joined: [last, first].filter((w) => w.length > 1).map((w) => w.join('')),
    initials: first.length > 1 ? first.map((w) => w[0]).join('') : '',
    key: `${last.join(' ')} ${first.join(' ')}`,
  };
  prepared.set(person, fresh);
  return fresh;
}

/**
 * What is searched of each person.
 * @param {Iterable<Person>} people
 * @returns {Indexed[]}
 */
export const indexPeople = (people) => Array.from(people, index);

/** @param {string} query */
function tokensOf(query) {
  const all = split(query);
  const named = all.filter((t) => !TITLES.has(t));
  return named.join('').length > 1 ? named : all;
}

/**
 * People whose name answers the words typed, the best first.
 * @param {Indexed[]} items
 * @param {string} query
 * @param {number} limit
 * @returns {Person[]} none when fewer than two letters are typed
 */
export function searchPeople(items, query, limit) {
  const tokens = tokensOf(query);
  if (tokens.join('').length < 2) return [];
  const found = rank(items, tokens, limit, scoreExact, new Set());
  if (found.length < limit) {
    found.push(...rank(items, tokens, limit - found.length, scoreClose, new Set(found)));
  }
  return found.map((item) => item.person);
}

/**
 * The best of the list, at most `limit`.
 * @param {Indexed[]} items
 * @param {string[]} tokens
 * @param {number} limit
 * @param {(i: Indexed, token: string) => number} score
 * @param {Set<Indexed>} but
 * @returns {Indexed[]}
 */
function rank(items, tokens, limit, score, but) {
  /** @type {{item: Indexed, total: number}[]} */ const best = [];
  for (const item of items) {
    const total = sum(item, tokens, score);
    if (!total || but.has(item)) continue;
    let at = best.length;
    while (at > 0 && (best[at - 1].total < total || (best[at - 1].total === total && best[at - 1].item.key > item.key))) at--;
    if (at >= limit) continue;
    best.splice(at, 0, { item, total });
    if (best.length > limit) best.pop();
  }
  return best.map((b) => b.item);
}

/**
 * Every word typed must be found, else nothing.
 * @param {Indexed} item
 * @param {string[]} tokens
 * @param {(i: Indexed, token: string) => number} score
 */
function sum(item, tokens, score) {
  let total = 0;
  for (const token of tokens) {
    const points = score(item, token);
    if (!points) return 0;
    total += points;
  }
  return total;
}

/** @param {Indexed} item @param {string} token */
function scoreExact(item, token) {
  const name = scoreName(item, token);
  if (name || token.length < 3) return name;
  for (const word of item.structure) if (word.startsWith(token)) return 1;
  return 0;
}

/** Loops, not closures: ten thousand people at each letter typed. @param {Indexed} item @param {string} token */
function scoreName(item, token) {
  let begins = false;
  for (const word of item.words) {
    if (!word.startsWith(token)) continue;
    if (word.length === token.length) return 8;
    begins = true;
  }
  if (begins) return 6;
  if (token.length > 2) for (const word of item.joined) if (word.startsWith(token)) return 5;
  return token.length > 1 && item.initials === token ? 4 : 0;
}

/** @param {Indexed} item @param {string} token */
const scoreClose = (item, token) => scoreExact(item, token) || scoreSlip(item, token);

/** @param {Indexed} item @param {string} token */
function scoreSlip(item, token) {
  if (token.length < 4) return 0;
  for (const word of item.words) if (slipStart(word, token)) return 3;
  for (const word of item.joined) if (slipStart(word, token)) return 3;
  return 0;
}

/** Whether what is typed from `j` on begins the word from `i` on. @param {string} word @param {number} i @param {string} token @param {number} j */
function follows(word, i, token, j) {
  while (j < token.length) if (word.charCodeAt(i++) !== token.charCodeAt(j++)) return false;
  return true;
}

/**
 * Whether a word begins with what was typed, but for one letter: changed, added, missing, or swapped with its neighbour.
 * @param {string} word
 * @param {string} token
 */
function slipStart(word, token) {
  if (token.length > word.length + 1) return false;
  const w0 = word.charCodeAt(0), w1 = word.charCodeAt(1), t0 = token.charCodeAt(0), t1 = token.charCodeAt(1);
  if (w0 !== t0 && w1 !== t1 && w1 !== t0 && w0 !== t1) return false;
  let i = 0;
  while (i < token.length && word.charCodeAt(i) === token.charCodeAt(i)) i++;
  return follows(word, i + 1, token, i + 1) || follows(word, i + 1, token, i) || follows(word, i, token, i + 1)
    || (word.charCodeAt(i) === token.charCodeAt(i + 1) && word.charCodeAt(i + 1) === token.charCodeAt(i) && follows(word, i + 2, token, i + 2));
}

/**
 * Who of the list may be who gives this name: every word typed is in the name, or every word of the name was typed.
 * @param {Indexed[]} items
 * @param {string} last
 * @param {string} first
 * @param {number} limit
 * @returns {{person: Person, same: boolean}[]} the likeliest first; `same`: the very name, spelling aside
 */
export function likelySame(items, last, first, limit) {
  const names = split(last), firsts = split(first), typed = [...names, ...firsts];
  if (names.join('').length < 2 || firsts.length === 0) return [];
  const score = (/** @type {Indexed} */ i, /** @type {string} */ token) => scoreName(i, token) || scoreSlip(i, token);
  // A name of one word alone is reached by anybody who bears it: it says too little.
  const reached = (/** @type {Indexed} */ i) => i.words.length > 1 && i.words.every((w) => typed.some((t) => t === w || (w.length > 3 && oneSlip(w, t))));
  const found = items.filter((i) => sum(i, typed, score) > 0 || reached(i));
  const key = typed.slice().sort().join(' ');
  const ranked = found.map((i) => ({ person: i.person, same: i.words.slice().sort().join(' ') === key, total: sum(i, typed, score), key: i.key }));
  ranked.sort((a, b) => Number(b.same) - Number(a.same) || b.total - a.total || (a.key < b.key ? -1 : 1));
  return ranked.slice(0, limit).map(({ person, same }) => ({ person, same }));
}

/**
 * Whether two words differ by one letter: changed, added, missing, or swapped with its neighbour.
 * @param {string} a
 * @param {string} b
 */
export function oneSlip(a, b) {
  if (a.length > b.length) return oneSlip(b, a);
  const n = a.length, more = b.length - n;
  if (more > 1) return false;
  let i = 0;
  while (i < n && a[i] === b[i]) i++;
  let j = 0;
  while (j < n - i && a[n - 1 - j] === b[b.length - 1 - j]) j++;
  if (i + j >= n - (more ? 0 : 1)) return true;
  return !more && i + j === n - 2 && a[i] === b[i + 1] && a[i + 1] === b[i];
}
