// @ts-check
/** What an entry and the server's answer to it come to, in the words of the verdict. */

/**
 * @typedef {import('./lookup.js').Person} Person
 * @typedef {import('./store.js').Entry} Entry
 * @typedef {import('./queue.js').Result} Result
 */

/** @param {Person} person */
export const fullName = (person) => `${person.first_name} ${person.name}`.trim();

/**
 * What was typed, to be corrected: a whole name goes into the field of the surname.
 * @param {import('./store.js').WalkInBody} body
 */
export const valuesOf = (body) => ({ ...body, last_name: body.last_name || body.name || '' });

/** Whether an entry is a departure. @param {Entry} entry */
export const leaving = (entry) => entry.type === 'scan' && entry.body.kind === 'out';

/**
 * What is shown of an answer that lets somebody pass. Of an arrival that brought a signature, what matters is whether
 * it is kept; of a departure, whether the arrival was known; who came back is not « déjà là ».
 * @param {Entry} entry
 * @param {Result} result
 */
export function outcomeOf(entry, result) {
  if (entry.type !== 'scan') return result.outcome;
  if (entry.body.signature) return result.signed ? 'signed' : 'unsigned';
  if (leaving(entry)) return result.first_at ? 'left' : 'left_unseen';
  return entry.said === 'back' ? 'back' : result.outcome;
}

/**
 * Who the server says it is: a name, or a person as in the list.
 * @param {any} person
 * @param {{who: string, where: string}} entry
 */
export function namesOf(person, entry) {
  if (typeof person === 'string' && person) return { who: person, where: entry.where };
  if (person?.name) return { who: fullName(person), where: person.structure ?? entry.where };
  return { who: entry.who, where: entry.where };
}
