// @ts-check
/** Pure rules of time on a phone: how wrong its clock is, how fresh its list is, and how both are said. */

import { clock } from './lookup.js';

const MINUTE = 60_000, HALF_DAY = 12 * 60 * MINUTE;
/** From here on a clock is wrong: the server corrects from the same difference. */
const WRONG = 2 * MINUTE;
/** From here on a list is old. */
const OLD = 30 * MINUTE;
/** An answer that took longer says nothing of a clock. */
const LONGEST_TRIP = 30_000;
const NB = '\u00a0';
const DATE = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', day: 'numeric', month: 'long' });

/**
 * By how much this phone is ahead of the server; its answer bears whole seconds.
 * @param {string} serverNow RFC 3339
 * @param {number} sentAt milliseconds of this phone's clock
 * @param {number} receivedAt likewise
 * @returns {number|null} milliseconds, 0 when the clock is right enough, nothing when it cannot be told
 */
export function clockAhead(serverNow, sentAt, receivedAt) {
  const server = Date.parse(serverNow);
  const trip = receivedAt - sentAt;
  if (Number.isNaN(server) || trip < 0 || trip > LONGEST_TRIP) return null;
  const ahead = Math.round(sentAt + trip / 2 - server - 500);
  return Math.abs(ahead) > WRONG ? ahead : 0;
}

/**
 * What is left of a known error when the page opens again, or sees the clock jump: it is dropped when the clock was
 * moved back by as much, which is how a clock that is ahead is put right.
 * @param {number} ahead milliseconds, as it was
 * @param {number} before a moment of this phone's clock
 * @param {number} now a later one
 */
export const stillAhead = (ahead, before, now) => (ahead > 0 && now < before ? 0 : ahead);

/**
 * A length of time: « 40 min », « 2 h 03 », « 3 jours ».
 * @param {number} ms
 */
export function span(ms) {
  const minutes = Math.round(Math.abs(ms) / MINUTE);
  if (minutes < 60) return `${minutes}${NB}min`;
  if (minutes >= 48 * 60) return `${Math.round(minutes / 60 / 24)}${NB}jours`;
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)}${NB}h${rest ? NB + String(rest).padStart(2, '0') : ''}`;
}

/**
 * How fresh the list is.
 * @param {number} readAt when it was read, by this phone's clock; 0 for never
 * @param {number} now likewise
 * @param {number} ahead of this phone's clock: hours are said as they are on the wall
 */
export function freshness(readAt, now, ahead) {
  if (!readAt) return 'Liste pas encore reçue';
  const hour = clock(readAt - ahead);
  const age = now - readAt;
  if (age < OLD) return `Liste à jour de${NB}${hour}`;
  const when = age < HALF_DAY ? `de${NB}${hour}` : `du ${DATE.format(readAt - ahead)}, ${hour}`;
  return `Liste ${when}${NB}: pas de nouvelle depuis ${span(age)}`;
}

/** What is said of a wrong clock, nothing of a right one. @param {number} ahead milliseconds */
export function clockSaid(ahead) {
  if (Math.abs(ahead) <= WRONG) return '';
  const way = ahead > 0 ? 'avance' : 'retarde';
  return `L’horloge de ce téléphone ${way} de ${span(ahead)}. Les heures d’arrivée seront corrigées à l’envoi.`;
}
