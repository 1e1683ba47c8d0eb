import assert from 'node:assert/strict';
import { randomUUID, webcrypto } from 'node:crypto';
import { test } from 'node:test';
import { inflateRawSync } from 'node:zlib';
import { adapt, fromBase45, Gatherer, isTransfer, LONGEST, pack, toBase45 } from '../../pb_public/accueil/app/transfer.js';

const origin = { tag: 'ABC234', device: randomUUID(), ahead: -7_200_000 };
const word = 'motdelevenement';
const random = (n) => webcrypto.getRandomValues(new Uint32Array(1))[0] % n;
const pick = (list) => list[random(list.length)];
const letters = (n, from = '0123456789ABCDEFGHJKMNPQRSTVWXYZ') => Array.from({ length: n }, () => pick([...from])).join('');
const shuffled = (list) => list.map((x) => [Math.random(), x]).sort(([a], [b]) => a - b).map(([, x]) => x);

function scan() {
  const known = random(2) === 0;
  const body = { slot: pick(['slot1', 'slot2']), at: new Date(1e12 + random(1e9)).toISOString(), kind: pick(['in', 'in', 'out', 'undo']),
    force: random(5) === 0, reason: random(5) === 0 ? 'Accord de l’organisatrice ☺' : '' };
  if (known) body.registration = letters(15).toLowerCase();
  else body.code = letters(32);
  if (random(12) === 0) body.signature = { way: 'drawn', strokes: Array.from({ length: 4 }, () => Array.from({ length: 120 }, () => random(1000))) };
  const person = known ? body.registration : null;
  return { order: random(1e6), nonce: randomUUID(), type: 'scan', body, person, said: pick(['accepted', 'offline', 'forced', 'undone']), who: person ? 'Alba Essai' : '', where: person ? 'CMP' : '' };
}
function walkIn() {
  return { nonce: randomUUID(), type: 'walkin', person: null, who: 'Zoé Œuvre', where: 'Maison « du » Lac', said: 'accepted',
    body: { slot: 'slot1', at: new Date(1e12).toISOString(), last_name: 'Œuvre', first_name: 'Zoé', structure: 'Maison « du » Lac', profession: '', email: '', force: false, reason: '' } };
}
const entries = (n) => Array.from({ length: n }, () => (random(8) === 0 ? walkIn() : scan()));
/** What must arrive: everything but its place in the queue and the names that the list bears; and whose it is. */
const whole = ({ order, who, where, ...e }) => ({ ...e, who: e.person ? '' : who, where: e.person ? '' : where, body: { ...e.body, device: origin.device } });
const byNonce = (list) => [...list].sort((a, b) => (a.nonce < b.nonce ? -1 : 1));

async function gather(texts, gatherer = new Gatherer()) {
  const found = [];
  for (const text of texts) {
    const taken = await gatherer.take(text, word);
    if (taken.kind === 'part') found.push(...taken.entries);
  }
  return found;
}

test('whatever waits arrives, in any order of the codes, each read any number of times', async () => {
  for (let round = 0; round < 40; round++) {
    const sent = entries(1 + random(40));
    const codes = await pack(sent, origin, word);
    for (const code of codes) {
      assert.ok(isTransfer(code) && code.length <= LONGEST && /^[0-9A-Z $%*+./:-]+$/.test(code), `${code.length} characters: ${code.slice(0, 60)}`);
    }
    const found = await gather(shuffled([...codes, ...codes, pick(codes)]));
    assert.deepEqual(byNonce(found), byNonce(sent.map(whole)));
  }
});

test('nothing waits: no code', async () => assert.deepEqual(await pack([], origin, word), []));

test('30 arrivals fit a handful of codes, and each code read is arrivals saved', async () => {
  const sent = Array.from({ length: 30 }, () => { const e = scan(); delete e.body.signature; return e; });
  const codes = await pack(sent, origin, word);
  assert.ok(codes.length >= 2 && codes.length <= 9, `${codes.length} codes`);
  const missing = random(codes.length);
  const gatherer = new Gatherer();
  const found = await gather(codes.filter((_, i) => i !== missing), gatherer);
  assert.ok(found.length > 0 && found.length < sent.length);
  const last = await gatherer.take(codes[missing], word);
  assert.deepEqual(byNonce([...found, ...last.entries]), byNonce(sent.map(whole)));
  assert.deepEqual(last.origin, origin);
  assert.deepEqual(gatherer.readOf(last.set), codes.map((_, i) => i + 1));
});

test('a long one takes several codes, and waits for all of them', async () => {
  const long = scan();
  long.body.signature = { way: 'drawn', strokes: [Array.from({ length: 1500 }, () => random(1000))] };
  const codes = await pack([long], origin, word);
  assert.ok(codes.length > 3, `${codes.length} codes`);
  const gatherer = new Gatherer();
  assert.deepEqual(await gather(codes.slice(1), gatherer), []);
  assert.deepEqual(await gather([codes[0]], gatherer), [whole(long)]);
});

test('a damaged code is not taken, whatever the damage; the same code read well then is', async () => {
  const [code] = await pack(entries(5), origin, word);
  for (let i = 5; i < code.length; i++) {
    const other = code[i] === 'A' ? 'B' : 'A';
    const taken = await new Gatherer().take(code.slice(0, i) + other + code.slice(i + 1), word);
    assert.equal(taken.kind, 'damaged', `letter ${i}`);
  }
  for (const wrong of [code.slice(0, -1), `${code}A`, 'PSF1:', 'PSF1:AAAAAAAA:1/1:1/1:00000000:']) assert.equal((await new Gatherer().take(wrong, word)).kind, 'damaged');
  assert.equal(isTransfer('HTTPS://EXEMPLE.FR/B/ABC'), false);
});

test('what a stranger shows is not taken, and spoils nothing of what a phone of the event shows', async () => {
  const long = scan();
  long.body.signature = { way: 'drawn', strokes: [Array.from({ length: 1500 }, () => random(1000))] };
  const gatherer = new Gatherer(), sent = [long, walkIn()];
  const codes = await pack(sent, origin, word);
  for (const forged of [await pack(sent, origin, 'autremot'), await pack(sent, origin, '')]) {
    assert.equal(forged.length, codes.length);
    for (const [i, code] of forged.entries()) {
      const taken = await gatherer.take(code, word);
      assert.ok(taken.kind === 'foreign' || taken.kind === 'part' && taken.entries.length === 0, `${i}: ${taken.kind}`);
    }
  }
  await gatherer.take((await pack(sent, origin, 'autremot'))[0], word); // one forged piece, then the true ones twice
  assert.deepEqual(byNonce(await gather([...codes, ...codes], gatherer)), byNonce(sent.map(whole)));
});

test('who films a screen reads no name', async () => {
  const raw = (text) => Buffer.from(fromBase45(/:[0-9A-F]{8}:([^]*)$/.exec(text)[1]));
  const [code] = await pack([walkIn()], origin, word);
  assert.throws(() => inflateRawSync(raw(code)));
  assert.deepEqual(await pack([walkIn()].map((e) => ({ ...e, nonce: 'n' })), origin, word), await pack([walkIn()].map((e) => ({ ...e, nonce: 'n' })), origin, word), 'the same codes each time');
});

test('a page that closes in the middle of a long one reads it whole again', async () => {
  const long = scan();
  long.body.signature = { way: 'drawn', strokes: [Array.from({ length: 1500 }, () => random(1000))] };
  const codes = await pack([long], origin, word);
  const before = new Gatherer();
  const { set } = await before.take(codes[0], word);
  assert.deepEqual([before.readOf(set), before.openedOf(set)], [[1], []]);
  const after = new Gatherer();
  after.recall(set, codes.length, before.openedOf(set));
  assert.deepEqual(await gather(codes, after), [whole(long)]);
});

test('a page opened again knows what it had read', async () => {
  const codes = await pack(Array.from({ length: 30 }, walkIn), origin, word); // none is long enough for two codes
  const gatherer = new Gatherer();
  const { set } = await gatherer.take(codes[0], word);
  const after = new Gatherer();
  after.recall(set, codes.length, gatherer.openedOf(set));
  assert.equal((await after.take(codes[0], word)).known, true);
  assert.equal((await after.take(codes[1], word)).known, false);
});

test('base 45 gives every run of bytes back, and refuses what is not base 45', () => {
  assert.equal(toBase45(new TextEncoder().encode('Hello!!')), '%69 VD92EX0');
  for (let n = 0; n < 70; n++) {
    const bytes = webcrypto.getRandomValues(new Uint8Array(n));
    assert.deepEqual(fromBase45(toBase45(bytes)), bytes);
  }
  for (const wrong of ['A', 'é00', ':::', 'ZZ', 'ABCD']) assert.throws(() => fromBase45(wrong), wrong);
});

test('hours pass from one clock to the other', () => {
  const at = '2026-03-12T08:00:00.000Z', hour = 3_600_000;
  assert.equal(adapt(at, 0, 0), at);
  assert.equal(adapt(at, 2 * hour, 0), '2026-03-12T06:00:00.000Z');
  assert.equal(adapt(at, 0, -hour), '2026-03-12T07:00:00.000Z');
  assert.equal(adapt(at, 2 * hour, 2 * hour), at);
  assert.equal(adapt('hier', hour, 0), 'hier');
});
