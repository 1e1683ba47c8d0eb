// @ts-check
/** Pure search in the local list: accents, order of the words and a slip of the finger are forgiven. */

/**
 * @typedef {import('./lookup.js').Person} Person
 * @typedef {{person: Person, words: string[], structure: string[], joined: string}} Indexed
 */

/**
 * Small letters without accents; hyphens and apostrophes become spaces.
 * @param {string} text
 */
export function plain(text) {
  return text.toLowerCase().replace(/œ/g, 'oe').replace(/æ/g, 'ae').normalize('NFD')
    .replace(/\p{M}/gu, '').replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
}

/** @param {string} text */
const split = (text) => plain(text).split(' ').filter(Boolean);

/**
 * What is searched of each person, prepared once per change of the list.
 * @param {Iterable<Person>} people
 * @returns {Indexed[]}
 */
export function indexPeople(people) {
  return Array.from(people, (person) => {
    const words = split(`${person.name} ${person.first_name}`);
    const [name, first] = [plain(person.name), plain(person.first_name)].map((s) => s.replaceAll(' ', ''));
    return { person, words, structure: split(person.structure ?? ''), joined: `${name} ${first}` };
  });
}

/**
 * People whose name answers the words typed, the best first.
 * @param {Indexed[]} index
 * @param {string} query
 * @param {number} limit
 * @returns {Person[]} none when fewer than two letters are typed
 */
export function searchPeople(index, query, limit) {
  const tokens = split(query);
  if (tokens.join('').length < 2) return [];
  const found = rank(index, tokens, scoreExact);
  if (found.length < limit) {
    const seen = new Set(found.map((f) => f.person.id));
    const more = rank(index.filter((i) => !seen.has(i.person.id)), tokens, scoreClose);
    found.push(...more);
  }
  return found.slice(0, limit).map((f) => f.person);
}

/**
 * @param {Indexed[]} index
 * @param {string[]} tokens
 * @param {(i: Indexed, token: string) => number} score
 */
function rank(index, tokens, score) {
  const found = [];
  for (const item of index) {
    const total = sum(item, tokens, score);
    if (total > 0) found.push({ person: item.person, total });
  }
  return found.sort((a, b) => b.total - a.total
    || a.person.name.localeCompare(b.person.name, 'fr') || a.person.first_name.localeCompare(b.person.first_name, 'fr'));
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
  if (item.words.includes(token)) return 8;
  if (item.words.some((w) => w.startsWith(token))) return 6;
  if (token.length > 2 && item.joined.split(' ').some((w) => w.startsWith(token))) return 5;
  if (token.length > 2 && item.structure.some((w) => w.startsWith(token))) return 1;
  return 0;
}

/** @param {Indexed} item @param {string} token */
function scoreClose(item, token) {
  const exact = scoreExact(item, token);
  if (exact || token.length < 4) return exact;
  return item.words.some((w) => oneSlip(w, token) || oneSlip(w.slice(0, token.length), token)) ? 3 : 0;
}

/**
 * Whether two words differ by one letter: changed, added, missing, or swapped with its neighbour.
 * @param {string} a
 * @param {string} b
 */
export function oneSlip(a, b) {
  if (Math.abs(a.length - b.length) > 1) return false;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  if (a.slice(i + 1) === b.slice(i + 1)) return true;
  if (a.slice(i) === b.slice(i + 1) || a.slice(i + 1) === b.slice(i)) return true;
  return a[i] === b[i + 1] && a[i + 1] === b[i] && a.slice(i + 2) === b.slice(i + 2);
}
