import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HEIGHT, MOST_POINTS, MOST_STROKES, WIDTH, path, simplify, tooSmall } from '../../pb_public/accueil/app/strokes.js';

/** The same numbers at each run: a drawing that wanders. */
function wander(seed, strokes, points) {
  let s = seed;
  const next = () => { s = (s * 1103515245 + 12345) % 2147483648; return s / 2147483648; };
  return Array.from({ length: strokes }, () => {
    let [x, y] = [next() * WIDTH, next() * HEIGHT];
    return Array.from({ length: points }, () => { x += next() * 120 - 60; y += next() * 120 - 60; return [x, y]; });
  });
}

test('whatever is drawn, what is sent is a drawing that the server reads', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const flat = simplify(wander(seed, 1 + (seed % 35), 1 + (seed * 37) % 900));
    assert.ok(flat.length >= 1 && flat.length <= MOST_STROKES, `${flat.length} strokes`);
    assert.ok(flat.reduce((n, s) => n + s.length / 2, 0) <= MOST_POINTS);
    for (const stroke of flat) {
      assert.ok(stroke.length >= 2 && stroke.length % 2 === 0);
      stroke.forEach((v, i) => assert.ok(Number.isInteger(v) && v >= 0 && v <= (i % 2 ? HEIGHT : WIDTH), `${v}`));
    }
  }
});

test('a straight line keeps its ends, a corner stays', () => {
  const line = Array.from({ length: 50 }, (_, i) => [100 + i * 10, 50 + i * 5]);
  assert.deepEqual(simplify([line]), [[100, 50, 590, 295]]);
  assert.deepEqual(simplify([[[0, 0], [100, 0], [200, 0], [200, 100], [200, 200]]]), [[0, 0, 200, 0, 200, 200]]);
});

test('a tap is no signature', () => {
  assert.ok(tooSmall(simplify([])));
  assert.ok(tooSmall(simplify([[[500, 200]], [[510, 210]]])));
  assert.ok(!tooSmall(simplify([[[500, 200], [545, 200]]])));
  assert.equal(path([]), '');
  assert.equal(path([[5, 6]]), 'M5 6L5 6');
  assert.equal(path([[5, 6], [7, 8]]), 'M5 6L7 8');
});
