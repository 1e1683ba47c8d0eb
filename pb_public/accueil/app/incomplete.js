// @ts-check
/** « Arrivée à compléter »: a name is enough to come in; any phone completes it when there is time. */

import { setError } from './dialogs.js';
import { byId, button } from './dom.js';
import { clock, presentAt } from './lookup.js';
import { Proposals, personRow } from './proposals.js';
import { newNonce } from './queue.js';
import { Structures } from './structures.js';

/** @typedef {import('./lookup.js').Person} Person @typedef {import('./features.js').Hands} Hands */

const FIELDS = { last_name: 'complete-last', first_name: 'complete-first', structure: 'complete-structure', profession: 'complete-profession', email: 'complete-email' };

/** @param {string} id */
const input = (id) => /** @type {HTMLInputElement} */ (byId(id));

/** @param {Hands} hands */
export function incomplete(hands) {
  const quick = quickDialog(hands), complete = new Completion(hands);
  byId('extra-ways').append(button('btn quiet block', 'Arrivée à compléter', quick));
  byId('extra').hidden = false;
  const draw = () => drawIncomplete(hands.roster, (person) => complete.of(person));
  document.addEventListener('door:list', draw);
  draw();
}

/** @param {import('./roster.js').Roster} roster @param {(person: Person) => void} act */
function drawIncomplete(roster, act) {
  const waiting = roster.incomplete();
  const slot = roster.slot(Date.now())?.id ?? '';
  byId('incomplete').hidden = waiting.length === 0;
  byId('incomplete-title').textContent = `À compléter (${waiting.length})`;
  byId('incomplete-list').replaceChildren(...waiting.map((person) => {
    const since = presentAt(person, slot, roster.pending);
    return personRow(person, 'Compléter', () => act(person), since ? `Arrivée à\u00a0${clock(since)}` : '');
  }));
}

/** @param {Hands} hands */
function quickDialog(hands) {
  const dialog = /** @type {HTMLDialogElement} */ (byId('quick')), name = input('quick-name');
  const same = byId('quick-same');
  name.addEventListener('input', () => {
    const found = name.value.trim().length < 2 ? [] : hands.roster.search(name.value, 3);
    same.replaceChildren(...found.map((person) => personRow(person, 'C’est cette personne', () => {
      dialog.close();
      hands.arrivals.person(person);
    })));
  });
  byId('quick-cancel').onclick = () => dialog.close();
  byId('quick-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const typed = name.value.replace(/\s+/g, ' ').trim();
    setError('quick-name', /\p{L}/u.test(typed) ? '' : 'Écrivez le nom.');
    if (!/\p{L}/u.test(typed)) return name.focus();
    dialog.close();
    hands.arrivals.nameAlone(typed);
  });
  return () => {
    name.value = '';
    setError('quick-name', '');
    same.replaceChildren();
    dialog.showModal();
    name.focus();
  };
}

class Completion {
  #dialog = /** @type {HTMLDialogElement} */ (byId('complete'));
  /** @type {Person|null} */ #person = null;
  #nonce = '';

  /** @param {Hands} hands */
  constructor(hands) {
    this.hands = hands;
    this.structures = new Structures(hands.roster, input(FIELDS.structure), byId('complete-structures'));
    this.proposals = new Proposals(hands.roster, 'complete', (same) => this.#send({ same: same.id }));
    byId('complete-cancel').onclick = () => this.#dialog.close();
    byId('complete-form').addEventListener('submit', (event) => { event.preventDefault(); this.#send({}); });
  }

  /** @param {Person} person */
  of(person) {
    this.#person = person;
    this.#nonce = newNonce();
    /** @type {Record<string, string>} */ const values = { ...Object.fromEntries(Object.keys(FIELDS).map((k) => [k, ''])), last_name: person.name, first_name: person.first_name, structure: person.structure ?? '' };
    for (const [name, id] of Object.entries(FIELDS)) {
      input(id).value = values[name];
      setError(id, '');
    }
    this.#fail('');
    this.structures.hide();
    this.proposals.typed('', '');
    this.#dialog.showModal();
    input(person.first_name ? FIELDS.structure : FIELDS.first_name).focus();
  }

  /** @param {{same?: string}} more */
  async #send(more) {
    const { sync, refresh, repaint, device } = this.hands;
    const read = Object.fromEntries(Object.entries(FIELDS).map(([name, id]) => [name, input(id).value.replace(/\s+/g, ' ').trim()]));
    for (const [name, text] of [['last_name', 'Écrivez le nom.'], ['first_name', 'Écrivez le prénom.']]) {
      const id = FIELDS[/** @type {keyof typeof FIELDS} */ (name)];
      setError(id, read[name] ? '' : text);
      if (!read[name]) return input(id).focus();
    }
    const body = { nonce: this.#nonce, device, registration: this.#person?.id, ...read, new: this.proposals.another, ...more };
    const answer = await sync.ask('/completer', body);
    if (!answer) return this.#fail('Le réseau ne répond pas : gardez ces réponses ouvertes et essayez de nouveau.');
    if (answer.candidates?.length) return this.proposals.insist(answer.candidates);
    if (answer.outcome !== 'accepted') {
      const id = FIELDS[/** @type {keyof typeof FIELDS} */ (answer.field ?? '')];
      if (!id) return this.#fail(answer.explanation ?? 'Ce n’est pas enregistré.');
      setError(id, answer.explanation ?? 'À corriger.');
      return input(id).focus();
    }
    this.#dialog.close();
    await refresh();
    repaint();
    this.hands.verdict.show({ outcome: 'completed', who: answer.person ?? '', explanation: answer.explanation ?? '' }, true);
  }

  /** @param {string} text */
  #fail(text) {
    byId('complete-error').textContent = text;
    byId('complete-error').hidden = !text;
  }
}
