// @ts-check
/** « Rechercher un nom » in the list of this phone, and the last arrivals. */

import { byId, button, make } from './dom.js';
import { clock, presentAt } from './lookup.js';
import { fullName } from './arrivals.js';
import { stateLabel, wordsFor } from './words.js';

/**
 * @typedef {import('./lookup.js').Person} Person
 * @typedef {import('./store.js').Line} Line
 */

const SHOWN = 12;

export class Finder {
  #input = /** @type {HTMLInputElement} */ (byId('search-name'));
  #results = byId('results');
  #status = byId('results-status');

  /**
   * @param {import('./roster.js').Roster} roster
   * @param {{onArrive: (person: Person) => void, onUndo: (person: Person) => void,
   *   onLeave: (person: Person, slot: string) => void}} on
   */
  constructor(roster, on) {
    this.roster = roster;
    this.on = on;
    this.#input.addEventListener('input', () => this.render());
    // The names are prepared while the keyboard comes up, not at the first letter.
    this.#input.addEventListener('focus', () => setTimeout(() => this.roster.search('', 0)));
    // The keyboard of a phone covers half of the screen: the field goes up, the names fit under it.
    const top = () => byId('search-form').scrollIntoView({ block: 'start' });
    this.#input.addEventListener('focus', () => { if (matchMedia('(hover: none)').matches) top(); });
    byId('search-form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.render();
    });
  }

  /** Searches what is in the field. */
  render() {
    const query = this.#input.value;
    const slot = this.roster.slot(Date.now())?.id ?? '';
    const found = this.roster.search(query, SHOWN);
    this.#results.replaceChildren(...found.map((person) => this.#row(person, slot)));
    this.#status.textContent = said(query, found.length);
  }

  /** Draws again after a change of the list, unless a button of it has the focus. */
  refresh() {
    if (this.#input.value && !this.#results.contains(document.activeElement)) this.render();
  }

  /** @param {string} text */
  search(text) {
    this.#input.value = text;
    this.render();
    this.#input.focus();
  }

  clear() {
    this.#input.value = '';
    this.render();
  }

  /** @param {Person} person @param {string} slot */
  #row(person, slot) {
    const row = make('li', 'person', '');
    const name = make('p', 'person-name', fullName(person), { id: `p-${person.id}` });
    const since = presentAt(person, slot, this.roster.pending), left = this.roster.leftAt(person, slot);
    const state = left ? `Départ à\u00a0${clock(left)}` : since ? `Déjà là depuis\u00a0${clock(since)}` : stateLabel(person.state);
    const leaving = this.roster.sense === 'out';
    const undo = button('btn quiet', 'Annuler l’arrivée', () => this.on.onUndo(person));
    const leave = button('btn', 'Noter son départ', () => this.on.onLeave(person, slot));
    const arrive = button('btn', left ? 'Noter son retour' : 'Enregistrer l’arrivée', () => this.on.onArrive(person));
    const here = since && !left ? this.roster.rules.departures ? [leave, undo] : [undo] : [arrive];
    const acts = leaving ? [leave] : here;
    for (const act of acts) act.setAttribute('aria-describedby', name.id);
    const text = make('div', 'person-text', '');
    text.append(name);
    if (person.structure) text.append(make('p', 'person-more', person.structure));
    if (state) text.append(make('p', since ? 'person-state here' : 'person-state', state));
    row.append(text, ...acts);
    return row;
  }
}

/** @param {string} query @param {number} found */
function said(query, found) {
  if (query.trim().length < 2) return '';
  if (found === 0) return 'Aucun nom dans la liste. Vérifiez l’orthographe, ou faites une arrivée sans inscription.';
  if (found === SHOWN) return `Les ${SHOWN} premiers noms. Précisez si besoin.`;
  return found === 1 ? '1 nom trouvé.' : `${found} noms trouvés.`;
}

/**
 * Draws the last arrivals of this phone.
 * @param {Line[]} lines newest first
 * @param {{onSeen: (line: Line) => void, onForce: (line: Line) => void}} on
 */
export function drawLines(lines, on) {
  const review = lines.filter((l) => l.review);
  byId('review').hidden = review.length === 0;
  byId('review-list').replaceChildren(...review.map((line) => {
    const row = lineRow(line);
    if (wordsFor(line.outcome).ways.includes('force') && (line.registration || line.code)) {
      row.append(button('btn strong', 'Laisser entrer quand même', () => on.onForce(line)));
    }
    row.append(button('btn quiet', 'J’ai vu', () => on.onSeen(line)));
    return row;
  }));
  const rest = lines.filter((l) => !l.review).slice(0, 8);
  byId('lines').replaceChildren(...rest.map(lineRow));
  byId('lines-empty').hidden = rest.length > 0;
}

/** @param {Line} line */
function lineRow(line) {
  const row = make('li', 'line', '');
  const words = wordsFor(line.outcome);
  row.dataset.kind = words.kind;
  row.append(make('time', 'line-time', clock(line.at), { datetime: line.at }));
  row.append(make('span', 'line-who', line.who || 'Billet'));
  row.append(make('span', 'line-what', line.sent ? words.title : `${words.title}, à envoyer`));
  if (line.note) row.append(make('p', 'line-note', line.note));
  return row;
}
