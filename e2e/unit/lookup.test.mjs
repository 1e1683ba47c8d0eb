import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import {
  clock, decideCode, decidePerson, fromAzerty, hasBegun, hashCode, keepChoiceUntil, parseCode, pickSlot, presentAt,
} from '../../pb_public/accueil/app/lookup.js';
import { Tally } from '../../pb_public/accueil/app/tally.js';
import { indexPeople, oneSlip, searchPeople } from '../../pb_public/accueil/app/search.js';
import { french, wordsFor } from '../../pb_public/accueil/app/words.js';

const TAG = 'ABC234';
const CODE = `${TAG}${'0123456789ABCDEFGHJKMNPQRS'}`;
const OTHER = `ZZZ999${CODE.slice(6)}`;
const person = (more = {}) => ({ id: 'p1', name: 'Lefèvre-Martin', first_name: 'Éloïse', structure: 'CMP de Béthune', ...more });
const pending = (more = {}) => ({ code: '', slot: 's1', person: 'p1', at: '2026-03-12T08:10:00Z', kind: 'in', counts: true, ...more });
const at = (iso) => Date.parse(iso);

test('a ticket is read alone, in an address, in any case', () => {
  const ticket = { kind: 'ticket', code: CODE, tag: TAG };
  for (const raw of [CODE, CODE.toLowerCase(), ` ${CODE}\r\n`, `HTTPS://EXEMPLE.FR/B/${CODE}`, `http://127.0.0.1:8090/b/${CODE.toLowerCase()}`]) {
    assert.deepEqual(parseCode(raw), ticket, raw);
  }
});

test('what is not quite a ticket is not one', () => {
  for (const raw of [CODE.slice(1), `${CODE}0`, `https://exemple.fr/c/${CODE}`, `${CODE.slice(0, 31)}I`, 'https://menu.exemple.fr', '']) {
    assert.equal(parseCode(raw).kind, 'text', raw);
  }
});

test('a short code is read with dashes, spaces and small letters; a name of eight letters is not one', () => {
  assert.deepEqual(parseCode('bcdf-2345'), { kind: 'short', code: 'BCDF2345' });
  assert.deepEqual(parseCode('BCDF 2345'), { kind: 'short', code: 'BCDF2345' });
  assert.equal(parseCode('MARTINEZ').kind, 'text');
  assert.equal(parseCode('BCDF234').kind, 'text');
});

test('a hand scanner set for an American keyboard is understood on a French one', () => {
  const azerty = { A: 'Q', Q: 'A', Z: 'W', W: 'Z', M: '?', ':': 'M', '/': '!', '.': ':', 1: '&', 2: 'é', 3: '"', 4: "'", 5: '(', 6: '-', 7: 'è', 8: '_', 9: 'ç', 0: 'à' };
  const address = `HTTPS://EXEMPLE.FR/B/${CODE}`;
  const typed = Array.from(address, (c) => azerty[c] ?? c).join('');
  assert.equal(fromAzerty(typed), address);
  assert.equal(parseCode(typed).code, CODE);
});

test('the hash is the one of the list', async () => {
  const sum = createHash('sha256').update(CODE).digest().subarray(0, 8).toString('base64url');
  assert.equal(await hashCode(CODE), sum);
});

test('a known ticket is welcome, then already there', () => {
  const ticket = parseCode(CODE);
  assert.deepEqual(decideCode(ticket, person(), TAG, 's1', []), { outcome: 'accepted', firstAt: '' });
  const here = person({ present: { s1: '2026-03-12T08:02:00Z' } });
  assert.deepEqual(decideCode(ticket, here, TAG, 's1', []), { outcome: 'already', firstAt: '2026-03-12T08:02:00Z' });
  assert.equal(decideCode(ticket, here, TAG, 's2', []).outcome, 'accepted');
});

test('what this phone has not sent yet counts', () => {
  assert.equal(decidePerson(person(), 's1', [pending()]).outcome, 'already');
  assert.equal(decidePerson(person(), 's1', [pending(), pending({ kind: 'undo', counts: false })]).outcome, 'accepted');
  assert.equal(decidePerson(person(), 's1', [pending({ counts: false })]).outcome, 'accepted');
  assert.equal(decidePerson(person(), 's1', [pending({ person: 'p2' })]).outcome, 'accepted');
  assert.equal(presentAt(person({ present: { s1: 'x' } }), 's1', [pending({ kind: 'undo' })]), '');
});

test('the list bears the answers of the rule, for all the slots or for one', () => {
  for (const outcome of ['cancelled', 'replaced', 'waitlisted', 'closed']) {
    assert.equal(decidePerson(person({ refused: { '*': outcome } }), 's1', []).outcome, outcome);
  }
  assert.equal(decidePerson(person({ refused: { s2: 'other_slot' } }), 's1', []).outcome, 'accepted');
  assert.equal(decidePerson(person({ refused: { s2: 'other_slot' } }), 's2', []).outcome, 'other_slot');
  assert.equal(decidePerson(person({ refused: { '*': 'cancelled' }, present: { s1: 'x' } }), 's1', []).outcome, 'already');
});

test('a ticket of this event that the list lacks is amber, never red; another event is told', () => {
  assert.equal(decideCode(parseCode(CODE), undefined, TAG, 's1', []).outcome, 'unknown');
  assert.equal(wordsFor('offline').kind, 'check');
  assert.match(wordsFor('offline').todo, /Laissez entrer, vérifié à la synchronisation/);
  assert.equal(decideCode(parseCode(OTHER), undefined, TAG, 's1', []).outcome, 'other_event');
  assert.equal(decideCode(parseCode('BCDF2345'), undefined, TAG, 's1', []).outcome, 'unknown');
  const again = decideCode(parseCode(CODE), undefined, TAG, 's1', [pending({ code: CODE, person: null })]);
  assert.deepEqual(again, { outcome: 'already', firstAt: '2026-03-12T08:10:00Z' });
});

test('the slot is the one that runs, else the next of the day, else the nearest', () => {
  const slot = (id, from, to) => ({ id, label: id, starts_at: from, ends_at: to });
  const slots = [
    slot('pm', '2026-03-12T13:00:00Z', '2026-03-12T16:00:00Z'), slot('am', '2026-03-12T08:00:00Z', '2026-03-12T11:30:00Z'),
    slot('later', '2026-04-02T08:00:00Z', '2026-04-02T11:30:00Z'),
  ];
  const cases = [
    ['2026-03-12T06:00:00Z', 'am'], ['2026-03-12T08:00:00Z', 'am'], ['2026-03-12T11:29:59Z', 'am'], ['2026-03-12T11:30:00Z', 'pm'],
    ['2026-03-12T15:00:00Z', 'pm'], ['2026-03-12T20:00:00Z', 'pm'], ['2026-03-10T08:00:00Z', 'am'], ['2026-04-01T23:30:00Z', 'later'],
    ['2027-01-01T00:00:00Z', 'later'],
  ];
  for (const [now, id] of cases) assert.equal(pickSlot(slots, at(now))?.id, id, now);
  assert.equal(pickSlot([], 0), undefined);
  assert.equal(pickSlot([slots[1], slot('both', '2026-03-12T09:00:00Z', '2026-03-12T12:00:00Z')], at('2026-03-12T10:00:00Z'))?.id, 'both');
});

test('a slot chosen by hand is kept to its end, a past one ten minutes', () => {
  const slot = { id: 'a', label: '', starts_at: '2026-03-12T08:00:00Z', ends_at: '2026-03-12T11:30:00Z' };
  assert.equal(keepChoiceUntil(slot, at('2026-03-12T09:00:00Z')), at('2026-03-12T11:30:00Z'));
  assert.equal(keepChoiceUntil(slot, at('2026-03-12T15:00:00Z')), at('2026-03-12T15:10:00Z'));
});

/** A tally over these people, as the list keeps it. */
function tallyOf(people) {
  const list = new Map(people.map((p) => [p.id, p]));
  return { list, tally: new Tally(list) };
}

test('the counters follow the list, the queue and the walk-ins', () => {
  const { tally } = tallyOf([
    person({ present: { s1: 'x' } }), person({ id: 'p2' }), person({ id: 'p3', refused: { '*': 'cancelled' } }),
    person({ id: 'p4', refused: { '*': 'waitlisted' }, present: { s1: 'x' } }),
  ]);
  assert.deepEqual(tally.of('s1', []), { present: 2, expected: 3, registered: 2 });
  assert.deepEqual(tally.of('s2', []), { present: 0, expected: 2, registered: 2 });
  const waiting = [pending({ person: 'p2' }), pending({ person: null, kind: 'walkin' }), pending({ person: 'p1', kind: 'undo' })];
  assert.deepEqual(tally.of('s1', waiting), { present: 3, expected: 4, registered: 2 });
});

test('counters kept as people change are those counted anew', () => {
  const { list, tally } = tallyOf([]);
  let seed = 7;
  const draw = (n) => { seed = (seed * 1103515245 + 12345) % 2147483648; return Math.floor(seed / 65536) % n; };
  for (let step = 0; step < 2000; step++) {
    const id = `p${draw(40)}`, before = list.get(id);
    const after = person({
      id, refused: [undefined, { '*': 'cancelled' }, { s1: 'other_slot' }][draw(3)], present: [{}, { s1: 'x' }, { s2: 'y' }, { s1: 'x', s2: 'y' }][draw(4)],
    });
    list.set(id, after);
    tally.moved(before, after);
    const waiting = Array.from({ length: draw(4) }, () => pending({ person: `p${draw(40)}`, kind: ['in', 'undo'][draw(2)], slot: `s${1 + draw(2)}` }));
    for (const slot of ['s1', 's2']) assert.deepEqual(tally.of(slot, waiting), tallyOf([...list.values()]).tally.of(slot, waiting));
  }
});

test('a name is found without its accents, in any order, with one slip', () => {
  const index = indexPeople([
    person(), person({ id: 'p2', name: 'Le Goff', first_name: 'Marie', structure: 'Département' }),
    person({ id: 'p3', name: 'Lefebvre', first_name: 'Jean-Noël', structure: '' }), person({ id: 'p4', name: 'D’Hérouville', first_name: 'Cœline' }),
  ]);
  const ids = (query) => searchPeople(index, query, 5).map((p) => p.id);
  assert.deepEqual(ids('eloise lefevre'), ['p1']);
  assert.deepEqual(ids('MARTIN ÉLO'), ['p1']);
  assert.deepEqual(ids('legoff'), ['p2']);
  assert.deepEqual(ids('noel lefebvre'), ['p3']);
  assert.deepEqual(ids('herouville coeline'), ['p4']);
  assert.deepEqual(ids('eloisse'), ['p1']);
  assert.deepEqual(ids('lefevbre'), ['p3', 'p1']);
  assert.deepEqual(ids('departement'), ['p2']);
  assert.deepEqual(ids('l'), []);
  assert.deepEqual(ids('zorro'), []);
  assert.equal(searchPeople(index, 'le', 2).length, 2);
});

test('one slip is one letter changed, added, missing or swapped', () => {
  for (const [a, b] of [['petit', 'pet1t'], ['petit', 'pettit'], ['petit', 'ptit'], ['petit', 'pteit']]) assert.ok(oneSlip(a, b), b);
  for (const [a, b] of [['petit', 'pxtyt'], ['petit', 'petitxx'], ['petit', 'tepit']]) assert.ok(!oneSlip(a, b), b);
});

test('hours are said in Paris, in summer and in winter', () => {
  assert.equal(clock('2026-03-12T08:02:00Z'), '9\u00a0h\u00a002');
  assert.equal(clock('2026-07-12T07:00:00.000Z'), '9\u00a0h');
  assert.equal(clock(at('2026-03-12T23:30:00Z')), '0\u00a0h\u00a030');
  assert.equal(clock(''), '');
});

test('every outcome of the contract has words, a kind and something to do or nothing to ask', () => {
  const kinds = {
    accepted: 'ok', forced: 'ok', already: 'already', other_event: 'other', other_slot: 'check', cancelled: 'refused',
    waitlisted: 'check', replaced: 'check', unknown: 'check', closed: 'refused', undone: 'undone', invalid: 'check',
  };
  for (const [outcome, kind] of Object.entries(kinds)) {
    const words = wordsFor(outcome);
    assert.equal(words.kind, kind, outcome);
    assert.ok(words.title, outcome);
    assert.ok(words.todo || outcome === 'accepted', outcome);
  }
  assert.equal(wordsFor('already', { firstAt: '2026-03-12T08:02:00Z' }).title, 'Déjà là depuis\u00a09\u00a0h\u00a002');
  assert.equal(wordsFor('cancelled', { explanation: 'Annulée hier.' }).todo, 'Annulée hier.');
  assert.equal(french('Oui ! « Non » : si'), 'Oui\u202f! «\u00a0Non\u00a0»\u00a0: si');
});

test('an event begins with its first day in Paris, and one without half-days is under way', () => {
  const slots = [{ id: 'b', label: '', starts_at: '2026-03-13T08:00:00Z', ends_at: '2026-03-13T11:00:00Z' }, { id: 'a', label: '', starts_at: '2026-03-12T08:00:00Z', ends_at: '2026-03-12T11:00:00Z' }];
  assert.equal(hasBegun(slots, at('2026-03-11T22:59:00Z')), false);
  assert.equal(hasBegun(slots, at('2026-03-11T23:01:00Z')), true);
  assert.equal(hasBegun([], at('2026-03-11T23:01:00Z')), true);
});
