import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clockAhead, clockSaid, freshness, span, stillAhead } from '../../pb_public/accueil/app/clock.js';
import { Roster } from '../../pb_public/accueil/app/roster.js';

const MINUTE = 60_000, HOUR = 60 * MINUTE;
const plain = (text) => text.replace(/[\u00a0\u202f]/g, ' ');
const server = '2026-03-12T08:10:00Z', now = Date.parse(server) + 500;

test('a clock is wrong from two minutes on, by the middle of the question and its answer', () => {
  assert.equal(clockAhead(server, now - 100, now + 100), 0);
  assert.equal(clockAhead(server, now + 119_000, now + 119_000), 0);
  assert.equal(clockAhead(server, now + 2 * HOUR, now + 2 * HOUR + 200), 2 * HOUR + 100);
  assert.equal(clockAhead(server, now - 3 * MINUTE, now - 3 * MINUTE), -3 * MINUTE);
});

test('an answer that cannot be judged changes nothing', () => {
  assert.equal(clockAhead('hier', now, now), null);
  assert.equal(clockAhead(server, now, now - 1), null, 'the clock was set during the question');
  assert.equal(clockAhead(server, now, now + 5 * MINUTE), null, 'an answer that slept');
});

test('a clock that was put right since is no longer wrong', () => {
  assert.equal(stillAhead(2 * HOUR, now, now - HOUR), 0);
  assert.equal(stillAhead(2 * HOUR, now, now + HOUR), 2 * HOUR);
  assert.equal(stillAhead(-2 * HOUR, now, now + 3 * HOUR), -2 * HOUR);
});

test('lengths of time as they are said', () => {
  for (const [ms, text] of [[40 * MINUTE, '40 min'], [2 * HOUR + 3 * MINUTE, '2 h 03'], [-3 * HOUR, '3 h'], [75 * HOUR, '3 jours']]) {
    assert.equal(plain(span(ms)), text);
  }
});

test('the freshness of the list, by the hour on the wall', () => {
  const read = Date.parse('2026-03-12T07:12:00Z');
  assert.equal(freshness(0, read, 0), 'Liste pas encore reçue');
  assert.equal(plain(freshness(read, read + 29 * MINUTE, 0)), 'Liste à jour de 8 h 12');
  assert.equal(plain(freshness(read, read + 40 * MINUTE, 0)), 'Liste de 8 h 12 : pas de nouvelle depuis 40 min');
  assert.equal(plain(freshness(read + 2 * HOUR, read + 2 * HOUR, 2 * HOUR)), 'Liste à jour de 8 h 12');
  assert.equal(plain(freshness(read, read + 24 * HOUR, 0)), 'Liste du 12 mars, 8 h 12 : pas de nouvelle depuis 24 h');
  assert.equal(plain(freshness(read, read - HOUR, 0)), 'Liste à jour de 8 h 12', 'a clock moved back makes no age');
});

test('a wrong clock is told, a right one is not', () => {
  assert.equal(plain(clockSaid(2 * HOUR + 3 * MINUTE)), 'L’horloge de ce téléphone avance de 2 h 03. Les heures d’arrivée seront corrigées à l’envoi.');
  assert.match(plain(clockSaid(-5 * MINUTE)), /retarde de 5 min/);
  assert.equal(clockSaid(0), '');
});

test('the half-day in use is that of the wall, not of the phone', () => {
  const slot = (id, from, to) => ({ id, label: id, starts_at: `2026-03-12T${from}:00Z`, ends_at: `2026-03-12T${to}:00Z` });
  const roster = new Roster('ABC234', [slot('matin', '08:00', '11:00'), slot('soir', '13:00', '16:00')]);
  const phone = Date.parse('2026-03-12T13:30:00Z');
  assert.equal(roster.slot(phone)?.id, 'soir');
  roster.ahead = 4 * HOUR;
  assert.equal(roster.slot(phone)?.id, 'matin');
  roster.choose('soir', phone);
  assert.equal(roster.slot(phone + 5 * MINUTE)?.id, 'soir', 'a choice by hand is kept');
  assert.equal(roster.meta().ahead, 4 * HOUR, 'and the error outlives the page');
});
