// How many pictures of tickets the door's decoder reads, by what ails them (engineering.md F1). The pictures are made
// here, the same at every run; the decoder is the vendored one's version, with the settings of decoder.worker.js.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { frame, modules, payload } from './qr.mjs';

const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
prepareZXingModule({ overrides: { wasmBinary: readFileSync(wasm).buffer } });

const SIDE = 560, WIDTHS = [260, 170, 120, 90], SEEDS = 4;

/** Numbers that are the same at every run, between 0 and 1. */
function dice(seed) {
  let a = seed * 2654435761 >>> 0;
  return () => { a = a + 0x6D2B79F5 >>> 0; let t = Math.imul(a ^ a >>> 15, 1 | a); t = t + Math.imul(t ^ t >>> 7, 61 | t) ^ t; return ((t ^ t >>> 14) >>> 0) / 4294967296; };
}

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Where a pixel of the frame is on the code, turned by `turn` and tilted by `tilt` degrees. */
function seen(qr, width, turn, tilt, random) {
  const k = width / qr.size, c = Math.cos(turn), s = Math.sin(turn), far = 900, t = tilt * Math.PI / 180;
  const ox = SIDE / 2 + (random() - 0.5) * 24, oy = SIDE / 2 + (random() - 0.5) * 24;
  return (x, y) => {
    let dx = x - ox, dy = y - oy;
    const depth = 1 / (Math.cos(t) - dy * Math.sin(t) / far); // the plane leans backwards
    dy *= depth; dx *= 1 + dy * Math.sin(t) / far;
    return [(dx * c + dy * s) / k + qr.size / 2, (dy * c - dx * s) / k + qr.size / 2];
  };
}

function blurred(from, radius) {
  const out = Float32Array.from(from), reach = Math.ceil(radius * 3), kernel = [];
  for (let i = -reach; i <= reach; i++) kernel.push(Math.exp(-i * i / (2 * radius * radius)));
  const total = kernel.reduce((a, b) => a + b);
  return along(along(out, 1, kernel, reach, total), SIDE, kernel, reach, total);
}

function along(from, step, kernel, reach, total) {
  const out = new Float32Array(from.length);
  for (let i = 0; i < from.length; i++) {
    let sum = 0;
    for (let j = -reach; j <= reach; j++) sum += kernel[j + reach] * from[Math.min(from.length - 1, Math.max(0, i + j * step))];
    out[i] = sum / total;
  }
  return out;
}

/** Moved sideways while it was taken, by an odd number of pixels. */
const moved = (from, pixels) => along(from, 1, Array(pixels).fill(1), (pixels - 1) / 2, pixels);
const dimmed = (from, gain, noise, random) => from.map((v) => v * gain + 12 + (random() + random() + random() - 1.5) * noise);

function glared(from, share, width, random) {
  const cx = SIDE / 2 + (random() - 0.5) * width * 0.7, cy = SIDE / 2 + (random() - 0.5) * width * 0.7, r2 = share * width * width / Math.PI;
  return from.map((v, i) => { const d = ((i % SIDE - cx) ** 2 + (Math.floor(i / SIDE) - cy) ** 2) / r2; return d > 2 ? v : Math.min(255, v + 240 * Math.exp(-d * d)); });
}

function hidden(from, share, width, random) { // a finger or a fold over one edge
  const side = Math.sqrt(share) * width, x = SIDE / 2 + (random() - 0.5) * width * 0.6 - side / 2, y = SIDE / 2 + width * (0.15 + random() * 0.2) - side / 2;
  return from.map((v, i) => (i % SIDE >= x && i % SIDE < x + side && i / SIDE >= y && i / SIDE < y + side ? 120 : v));
}

const uneven = (from) => from.map((v, i) => v * (0.55 + 0.45 * (i % SIDE) / SIDE));

const KINDS = {
  clean: { picture: (p) => p },
  rotation: { turn: (random) => random() * 6.28, picture: (p) => p },
  tilt40: { tilt: 40, picture: (p) => p },
  tilt55: { tilt: 55, picture: (p) => p },
  blur: { picture: (p) => blurred(p, 1.2) },
  blur_strong: { picture: (p) => blurred(p, 2.2) },
  motion: { picture: (p) => moved(p, 7) },
  motion_strong: { picture: (p) => moved(p, 11) },
  dark: { picture: (p, w, random) => dimmed(p, 0.25, 14, random) },
  very_dark: { picture: (p, w, random) => dimmed(p, 0.12, 16, random) },
  glare: { picture: (p, w, random) => glared(p, 0.08, w, random) },
  hidden: { picture: (p, w, random) => hidden(p, 0.07, w, random) },
  printed: { tilt: 20, turn: () => 0.2, picture: (p, w, random) => dimmed(uneven(blurred(p, 1)), 0.8, 8, random) },
  inverted: { picture: (p) => p.map((v) => 255 - v) },
};

/** @param {Float32Array} grey */
function image(grey) {
  const data = new Uint8ClampedArray(grey.length * 4);
  for (let i = 0; i < grey.length; i++) { data[4 * i] = data[4 * i + 1] = data[4 * i + 2] = grey[i]; data[4 * i + 3] = 255; }
  return /** @type {ImageData} */ ({ data, width: SIDE, height: SIDE, colorSpace: 'srgb' });
}

/** The two ways in which the door reads one frame in two, and others to compare with. */
const WAYS = {
  quick: { tryHarder: false, tryRotate: false, tryInvert: true, tryDownscale: false },
  hard: { tryHarder: true, tryRotate: true, tryInvert: true, tryDownscale: true },
  ...(process.env.BENCH_COMPARE ? {
    harder: { tryHarder: true, tryRotate: false, tryInvert: true, tryDownscale: false },
    plain: { tryHarder: false, tryRotate: false, tryInvert: false, tryDownscale: false },
    global: { tryHarder: true, tryRotate: true, tryInvert: true, tryDownscale: true, binarizer: 'GlobalHistogram' },
    denoise: { tryHarder: true, tryRotate: true, tryInvert: true, tryDownscale: true, tryDenoise: true },
  } : {}),
};

const wrong = [];
for (const [name, kind] of Object.entries(KINDS)) {
  const read = Object.fromEntries(Object.keys(WAYS).map((w) => [w, 0])), cost = { ...read };
  let either = 0, all = 0;
  for (let seed = 1; seed <= SEEDS; seed++) {
    const random = dice(seed);
    const text = payload(Array.from({ length: 32 }, () => ALPHABET[Math.floor(random() * 32)]).join(''));
    const qr = await modules(text);
    for (const width of WIDTHS) {
      const clean = frame(qr, SIDE, SIDE, seen(qr, width, kind.turn?.(random) ?? 0.05, kind.tilt ?? 0, random));
      const picture = image(kind.picture(clean, width, random));
      let found = false;
      for (const [way, options] of Object.entries(WAYS)) {
        const began = performance.now();
        const [code] = await readBarcodes(picture, { formats: ['QRCode'], maxNumberOfSymbols: 1, ...options });
        cost[way] += performance.now() - began;
        if (code?.isValid && code.text !== text) wrong.push(name);
        if (code?.isValid && code.text === text) { read[way]++; found ||= way === 'quick' || way === 'hard'; }
      }
      all++;
      if (found) either++;
    }
  }
  const each = Object.keys(WAYS).map((w) => `${w} ${Math.round(100 * read[w] / all)} % en ${(cost[w] / all).toFixed(1)} ms`).join(', ');
  console.log(JSON.stringify({ name: `camera_${name}`, value: Math.round(100 * either / all), unit: '%', detail: `${all} images, ${each}`, budget: 'aucun', met: true }));
}
if (wrong.length) throw new Error('read something else: ' + wrong);
