// @ts-check
/** Pure work on a drawn signature: from where the hand went to the few points that are kept. No time, no speed. */

/** @typedef {[number, number]} Point @typedef {Point[]} Stroke */

/** The frame, as the server reads it, and how much of a drawing is kept. */
export const WIDTH = 1000, HEIGHT = 400, MOST_STROKES = 20, MOST_POINTS = 600;
/** The least width or height of a drawing: a tap of a finger is no signature. */
const LEAST = 40;

/**
 * What is sent of a drawing: whole numbers inside the frame, `[[x,y,x,y,…],…]`.
 * @param {Stroke[]} strokes
 * @returns {number[][]}
 */
export function simplify(strokes) {
  let kept = strokes.filter((s) => s.length > 0).map((s) => s.map(inside));
  if (kept.length > MOST_STROKES) {
    const longest = new Set([...kept].sort((a, b) => length(b) - length(a)).slice(0, MOST_STROKES));
    kept = kept.filter((s) => longest.has(s));
  }
  for (let tolerance = 2; ; tolerance *= 1.5) {
    const thin = kept.map((s) => thinned(s, tolerance));
    if (thin.reduce((n, s) => n + s.length, 0) <= MOST_POINTS) return thin.map((s) => s.flat());
  }
}

/**
 * Whether there is too little ink for a signature.
 * @param {number[][]} flat of simplify
 */
export function tooSmall(flat) {
  const along = (/** @type {0|1} */ axis) => flat.flatMap((s) => s.filter((_, i) => i % 2 === axis));
  const span = (/** @type {number[]} */ values) => (values.length === 0 ? 0 : Math.max(...values) - Math.min(...values));
  return span(along(0)) < LEAST && span(along(1)) < LEAST;
}

/**
 * A stroke as the path of an SVG.
 * @param {Stroke} stroke
 */
export function path(stroke) {
  const [first, ...rest] = stroke;
  return first ? `M${first.join(' ')}${(rest.length > 0 ? rest : [first]).map((p) => `L${p.join(' ')}`).join('')}` : '';
}

/** @param {Point} p @returns {Point} */
const inside = ([x, y]) => [clamp(x, WIDTH), clamp(y, HEIGHT)];

/** @param {number} v @param {number} most */
const clamp = (v, most) => Math.min(most, Math.max(0, Math.round(v)));

/** @param {Stroke} s */
const length = (s) => s.reduce((n, p, i) => n + (i ? Math.hypot(p[0] - s[i - 1][0], p[1] - s[i - 1][1]) : 0), 0);

/**
 * Drops the points that lie within `tolerance` of the line between those kept (Ramer, Douglas, Peucker).
 * @param {Stroke} s
 * @param {number} tolerance
 * @returns {Stroke}
 */
function thinned(s, tolerance) {
  if (s.length < 3) return s;
  const [a, b] = [s[0], s[s.length - 1]];
  let far = 0, at = 0;
  for (let i = 1; i < s.length - 1; i++) {
    const d = distance(s[i], a, b);
    if (d > far) [far, at] = [d, i];
  }
  if (far <= tolerance) return [a, b];
  return [...thinned(s.slice(0, at + 1), tolerance).slice(0, -1), ...thinned(s.slice(at), tolerance)];
}

/** From a point to a segment. @param {Point} p @param {Point} a @param {Point} b */
function distance(p, a, b) {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const t = dx || dy ? Math.min(1, Math.max(0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / (dx * dx + dy * dy))) : 0;
  return Math.hypot(p[0] - a[0] - t * dx, p[1] - a[1] - t * dy);
}
