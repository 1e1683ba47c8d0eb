// The phones' search answers the same vectors as the server's (internal/domain/search_test.go).
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { indexPeople, likelySame, oneSlip, searchPeople } from '../../pb_public/accueil/app/search.js';

const { people, cases } = JSON.parse(readFileSync(new URL('../../internal/domain/testdata/search.json', import.meta.url), 'utf8'));

test('a name is found as the server finds it', () => {
  const index = indexPeople(people);
  for (const { query, want } of cases) {
    assert.deepEqual(searchPeople(index, query, 12).map((p) => p.id), want, query);
  }
});

test('who may be who gives a name', () => {
  const index = indexPeople(people);
  const who = (last, first) => likelySame(index, last, first, 3).map((f) => f.person.id + (f.same ? '!' : ''));
  assert.deepEqual(who('essai', 'zoé'), ['essai-zoe!']);
  assert.deepEqual(who('Zoé', 'ESSAI'), ['essai-zoe!'], 'names exchanged');
  assert.deepEqual(who('essay', 'zoe'), ['essai-zoe'], 'a slip');
  assert.deepEqual(who('essai', 'z'), ['essai-zelie', 'essai-zoe'], 'as it is typed');
  assert.deepEqual(who('Martin', 'Éloïse'), ['lefevre'], 'half of a double name');
  assert.deepEqual(who('Essai-Pinson', 'Zoé'), ['essai-zoe'], 'a married name added');
  assert.deepEqual(who('dupont', 'fictif'), ['fictif!', 'fictive']);
  assert.deepEqual(who('essai', ''), [], 'a surname is nobody yet');
  assert.deepEqual(who('lens', 'zoe'), [], 'a structure is no name');
  assert.deepEqual(who('Inconnue', 'Zoé'), []);
});

test('one slip, and no more', () => {
  for (const [a, b] of [['dupont', 'dupond'], ['dupont', 'dupon'], ['dupont', 'duppont'], ['dupont', 'udpont'], ['dupont', 'dupotn'], ['abc', 'abc'], ['aab', 'ab']]) {
    assert.ok(oneSlip(a, b) && oneSlip(b, a), `${a} ${b}`);
  }
  for (const [a, b] of [['dupont', 'dupo'], ['dupont', 'dubond'], ['dupont', 'tupond'], ['abcd', 'badc'], ['dupont', 'upontd']]) {
    assert.ok(!oneSlip(a, b) && !oneSlip(b, a), `${a} ${b}`);
  }
});

test('ten thousand names, a keystroke at a time', () => {
  const syllables = ['ba', 'du', 'ler', 'mon', 'pi', 'ran', 'sou', 'vel', 'gué', 'ché', 'to', 'lin', 'mar', 'tin'];
  const word = (/** @type {number} */ n) => [n % 14, (n * 7) % 13, (n * 3) % 11, (n >> 3) % 14].map((i) => syllables[i]).join('');
  const crowd = Array.from({ length: 10_000 }, (_, i) => ({ id: String(i), name: `${word(i)}-${word(i * 5 + 1)}`, first_name: word(i * 11), structure: `CMP de ${word(i % 200)}` }));
  const index = indexPeople(crowd);
  /** @type {number[]} */ const took = [];
  for (const name of ['bamonsoutin dulin', 'marlerduto', 'zoé essai', 'duparnchetin ba']) {
    for (let i = 1; i <= name.length; i++) {
      const before = process.cpuUsage();
      searchPeople(indexPeople(crowd), name.slice(0, i), 12);
      took.push(process.cpuUsage(before).user / 1000); // others use the machine too
    }
  }
  took.sort((a, b) => a - b);
  const p95 = took[Math.floor(took.length * 0.95)];
  console.log(`p95 of a keystroke: ${p95.toFixed(1)} ms, of ${index.length} names`);
  assert.ok(p95 < 80, `${p95} ms`);
});
