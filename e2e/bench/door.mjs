// The door in a real Chromium, on the server that the bench serves: how long until the list of a big event is there and
// kept, then, without network and on a processor six times slower, how long from a camera's frame to the verdict.
import { mkdtempSync, openSync, closeSync, writeSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch, visitor } from '../lib/browser.mjs';
import { frame, modules, payload } from './qr.mjs';

const { BENCH_BASE: base = '', BENCH_DOOR: door = '', BENCH_TICKETS = '[]' } = process.env;
/** @type {string[]} */ const tickets = JSON.parse(BENCH_TICKETS);
const WIDTH = 1280, HEIGHT = 720, EACH = 8, SLOWER = 6, WANTED = 30;

const dir = mkdtempSync(join(tmpdir(), 'passerelle-bench-'));
const clip = join(dir, 'tickets.y4m');
await film(clip);
const browser = await launch(clip);
try {
  const page = await visitor(browser, { phone: true, serviceWorkers: 'block' });
  await page.addInitScript(watch);
  await page.goto(`${base}/accueil/${door}`);
  await page.waitForFunction(() => /** @type {any} */ (globalThis).bench.listed > 0, undefined, { timeout: 60000 });
  const { listed, asked } = await page.evaluate(() => /** @type {any} */ (globalThis).bench);
  tell('door_list_store', listed - asked, 'ms', 'demande, lecture et rangement dans le navigateur', '< 2000 ms', listed - asked < 2000);

  await page.context().setOffline(true);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await page.locator('#camera-start').click();
  await page.waitForFunction((n) => /** @type {any} */ (globalThis).bench.verdicts.length >= n, WANTED, { timeout: 240000 });
  const { verdicts } = await page.evaluate(() => /** @type {any} */ (globalThis).bench);
  // The processor is slowed for the page alone, not for the decoder's thread: what it took is counted six times.
  const took = verdicts.map((/** @type {any} */ v) => v.shown - v.taken + (SLOWER - 1) * v.decoding).sort((/** @type {number} */ a, /** @type {number} */ b) => a - b);
  const at = (/** @type {number} */ p) => took[Math.min(took.length - 1, Math.floor(p * took.length))];
  const middle = (/** @type {string} */ part) => verdicts.map((/** @type {any} */ v) => v[part]).sort((/** @type {number} */ a, /** @type {number} */ b) => a - b)[took.length >> 1].toFixed(0);
  tell('door_verdict', at(0.95), 'ms', `p95 ; p50 ${at(0.5).toFixed(0)} ms, dont décodage ${middle('decoding')} ms avant d’être multiplié, ${took.length} verdicts sans réseau, processeur ${SLOWER} fois plus lent, image 720 × 720`, 'p95 < 150 ms', at(0.95) < 150);
} finally {
  await browser.close();
  rmSync(dir, { recursive: true, force: true });
}

/** @param {string} name @param {number} value @param {string} unit @param {string} detail @param {string} budget @param {boolean} met */
function tell(name, value, unit, detail, budget, met) {
  console.log(JSON.stringify({ name, value: Math.round(value * 10) / 10, unit, detail, budget, met }));
}

/** Runs in the page, before its scripts: notes when the list is asked for and kept, and from which frame a verdict comes. */
function watch() {
  /** @type {any} */ const bench = { asked: 0, listed: 0, verdicts: [] };
  /** @type {any} */ (globalThis).bench = bench;
  const fetched = globalThis.fetch;
  globalThis.fetch = (/** @type {any} */ what, more) => {
    if (!bench.asked && String(what.url ?? what).includes('/liste')) bench.asked = performance.now();
    return fetched(what, more);
  };
  let taken = 0, posted = 0, code = '';
  /** @type {any} */ let read = null;
  const draw = CanvasRenderingContext2D.prototype.drawImage;
  CanvasRenderingContext2D.prototype.drawImage = /** @type {any} */ (function (/** @type {any[]} */ ...args) {
    if (args[0] instanceof HTMLVideoElement) taken = performance.now();
    return /** @type {any} */ (draw).apply(this, args);
  });
  const Real = globalThis.Worker;
  globalThis.Worker = class extends Real {
    /** @param {any} address @param {any} [options] */
    constructor(address, options) {
      super(address, options);
      this.addEventListener('message', ({ data }) => {
        if (!data.text || data.text === code) return;
        code = data.text;
        read = { taken, decoding: performance.now() - posted };
      });
    }
    /** @param {any} what @param {any} [more] */
    postMessage(what, more) {
      posted = performance.now();
      super.postMessage(what, more);
    }
  };
  addEventListener('DOMContentLoaded', () => {
    new MutationObserver(() => {
      if (!bench.listed && document.documentElement.dataset.ready) bench.listed = performance.now();
    }).observe(document.documentElement, { attributes: true });
    const who = document.getElementById('verdict-who');
    if (!who) return;
    new MutationObserver(() => {
      if (!read) return;
      const of = read;
      read = null;
      requestAnimationFrame(() => setTimeout(() => bench.verdicts.push({ ...of, shown: performance.now() }))); // painted
    }).observe(who, { childList: true, characterData: true, subtree: true });
  });
}

/** Writes the clip that the camera films: the tickets one after the other, with nothing between them. @param {string} file */
async function film(file) {
  const out = openSync(file, 'w');
  writeSync(out, `YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420mpeg2\n`);
  const chroma = Buffer.alloc(WIDTH * HEIGHT / 2, 128);
  for (const ticket of tickets) {
    const qr = await modules(payload(ticket));
    const k = 300 / qr.size;
    const luma = Buffer.from(frame(qr, WIDTH, HEIGHT, (x, y) => [(x - WIDTH / 2) / k + qr.size / 2, (y - HEIGHT / 2) / k + qr.size / 2]));
    for (let i = 0; i < EACH; i++) for (const part of ['FRAME\n', luma, chroma]) writeSync(out, /** @type {any} */ (part));
  }
  closeSync(out);
}
