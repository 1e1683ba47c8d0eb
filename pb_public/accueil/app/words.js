// @ts-check
/** What the door says for each outcome: kind (colour, shape, sound), title, what to do next, and the ways on. */

import { clock } from './lookup.js';

/**
 * @typedef {'idle'|'wait'|'ok'|'already'|'check'|'other'|'refused'|'undone'|'left'} Kind
 * @typedef {'undo'|'force'|'walkin'|'search'} Way a button under the verdict
 * @typedef {{kind: Kind, title: string, todo: string, ways: Way[]}} Words
 */

const NB = '\u00a0', THIN = '\u202f';

/** @type {Record<string, Words>} */
const WORDS = {
  idle: { kind: 'idle', title: 'Prêt', todo: 'Présentez un billet, tapez son code ou cherchez un nom.', ways: [] },
  pending: { kind: 'wait', title: 'Vérification…', todo: 'Un instant.', ways: [] },
  accepted: { kind: 'ok', title: 'Bienvenue', todo: '', ways: ['undo'] },
  forced: { kind: 'ok', title: 'Bienvenue', todo: 'Entrée acceptée par vous. Le motif est gardé.', ways: ['undo'] },
  already: { kind: 'already', title: 'Déjà là', todo: 'Laissez entrer : l’arrivée est déjà comptée.', ways: ['undo'] },
  signed: { kind: 'ok', title: 'Signé', todo: 'Merci. L’appareil revient à l’accueil.', ways: [] },
  unsigned: { kind: 'check', title: 'Signature à refaire', todo: 'La personne est notée présente, sans signature.', ways: [] },
  back: { kind: 'ok', title: 'De retour', todo: 'Le départ noté ne compte plus.', ways: ['undo'] },
  left: { kind: 'left', title: 'Départ noté', todo: '', ways: [] },
  left_unseen: {
    kind: 'check', title: 'Arrivée non notée', ways: ['search'],
    todo: 'Le départ est gardé. Demandez si la personne est entrée par une autre porte.',
  },
  left_offline: { kind: 'check', title: 'À vérifier', todo: 'Le départ est gardé, vérifié à la synchronisation.', ways: [] },
  unknown: {
    kind: 'check', title: 'À vérifier', ways: ['search', 'walkin'],
    todo: 'Billet absent de la liste. Cherchez le nom, ou faites une arrivée sans inscription.',
  },
  offline: {
    kind: 'check', title: 'À vérifier', ways: ['undo'],
    todo: 'Laissez entrer, vérifié à la synchronisation.',
  },
  waitlisted: {
    kind: 'check', title: 'À vérifier', ways: ['force'],
    todo: 'En liste d’attente. Faites patienter, ou laissez entrer s’il reste de la place.',
  },
  replaced: {
    kind: 'check', title: 'À vérifier', ways: ['force', 'search'],
    todo: 'Billet remplacé : une autre personne vient à sa place. Cherchez son nom.',
  },
  other_slot: {
    kind: 'check', title: 'À vérifier', ways: ['force'],
    todo: 'Inscription à une autre demi-journée ou un autre atelier. Vérifiez le choix en haut, ou laissez entrer.',
  },
  other_event: {
    kind: 'other', title: 'Autre événement', ways: ['force', 'walkin'],
    todo: 'Ce billet est pour un autre événement. Demandez le bon billet, ou cherchez le nom.',
  },
  cancelled: {
    kind: 'refused', title: 'Inscription annulée', ways: ['force', 'search'],
    todo: 'Demandez si la personne s’est réinscrite. Sinon, c’est à vous de décider.',
  },
  closed: {
    kind: 'refused', title: 'Accueil fermé', ways: [],
    todo: 'L’événement est annulé ou ce lien n’est plus valable. Appelez l’organisateur.',
  },
  undone: { kind: 'undone', title: 'Arrivée annulée', todo: 'Elle ne compte plus.', ways: [] },
  invalid: {
    kind: 'check', title: 'Non enregistré', ways: ['search', 'walkin'],
    todo: 'Cette arrivée n’a pas été comprise. Cherchez le nom.',
  },
  full: {
    kind: 'refused', title: 'Non enregistré', ways: [],
    todo: 'Ce téléphone n’a plus de place : notez le nom sur papier.',
  },
  lost: {
    kind: 'refused', title: 'Non enregistré', ways: [],
    todo: 'Ce téléphone n’arrive plus à garder les arrivées : notez le nom sur papier, puis rechargez la page.',
  },
  completed: { kind: 'ok', title: 'Complétée', todo: '', ways: [] },
  trial: { kind: 'ok', title: 'Billet d’essai lu', todo: 'Ce téléphone lit les billets. Rien n’est enregistré.', ways: [] },
  receiving: { kind: 'wait', title: 'Codes d’un autre téléphone', todo: 'Continuez à filmer l’autre écran.', ways: [] },
  received: {
    kind: 'ok', title: 'Tout est reçu', ways: [],
    todo: 'Ces arrivées partent avec les vôtres. Sur l’autre téléphone, touchez « L’autre téléphone a tout lu ».',
  },
  misfit: { kind: 'other', title: 'Non reçu', todo: 'Ces arrivées sont d’un autre événement. Ouvrez son accueil sur ce téléphone.', ways: [] },
  foreign: {
    kind: 'check', title: 'Pas un billet', ways: ['search', 'walkin'],
    todo: 'Ce code n’est pas un billet. Demandez le billet reçu par courriel, ou cherchez le nom.',
  },
};

/**
 * « 82e personne pour 80 places »; empty while there is room.
 * @param {{nth: number, capacity: number}} crowd
 */
export const overText = ({ nth, capacity }) => (capacity > 0 && nth > capacity
  ? `${nth}${nth === 1 ? 're' : 'e'}${NB}personne pour ${capacity}${NB}place${capacity > 1 ? 's' : ''}. Laissez entrer si la salle le permet.` : '');

/** Outcomes that put the person in the room. */
export const LETS_IN = new Set(['accepted', 'forced', 'signed']);

/**
 * The words of an outcome.
 * @param {string} outcome of the contract, or idle, pending, offline, foreign
 * @param {{firstAt?: string, explanation?: string}} [more] the server's sentence takes the place of ours
 * @returns {Words}
 */
export function wordsFor(outcome, more = {}) {
  const words = WORDS[outcome] ?? WORDS.invalid;
  const since = outcome === 'already' && more.firstAt ? clock(more.firstAt) : '';
  return {
    ...words,
    title: since ? `Déjà là depuis${NB}${since}` : words.title,
    todo: french(more.explanation || words.todo),
  };
}

/** @type {Record<string, string>} */
const STATES = {
  cancelled: 'Inscription annulée', refused: 'Inscription refusée', expired: 'Inscription expirée',
  replaced: 'Remplacé par une autre personne', waitlisted: 'Liste d’attente', offered: 'Liste d’attente, place proposée',
  requested: 'Demande à valider', pending_manager: 'Accord du responsable attendu',
};

/**
 * The state of a registration beside a name; nothing to say of a confirmed one.
 * @param {string|undefined} state
 */
export const stateLabel = (state) => STATES[state ?? ''] ?? '';

/**
 * Puts the French spaces that a plain text lacks.
 * @param {string} text
 */
export function french(text) {
  return text.replace(/ ?([;!?])/g, `${THIN}$1`).replace(/ ([:»])/g, `${NB}$1`).replace(/« /g, `«${NB}`);
}

/**
 * « 1 arrivée », « 3 arrivées ».
 * @param {number} n
 */
export const arrivals = (n) => `${n}${NB}arrivée${n > 1 ? 's' : ''}`;
