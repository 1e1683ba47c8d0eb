// A bad photocopier: what it makes of a page, as arithmetic on grey pixels. Everything is drawn from a fixed seed.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { readBarcodes } from 'zxing-wasm/reader';
import './picture.mjs'; // which gives the reader its wasm

/** @typedef {{ width: number, height: number, grey: Float32Array }} Sheet */

/** Page one of a PDF file as grey pixels. @returns {Sheet} */
export function sheetOf(file, dpi = 300) {
  const dir = mkdtempSync(join(tmpdir(), 'passerelle-copy-'));
  try {
    execFileSync('pdftoppm', ['-r', String(dpi), '-gray', '-f', '1', '-l', '1', '-singlefile', file, join(dir, 'page')]);
    const pgm = readFileSync(join(dir, 'page.pgm'));
    const head = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(pgm.subarray(0, 40).toString('latin1'));
    const [all, width, height] = [head[0], Number(head[1]), Number(head[2])];
    return { width, height, grey: Float32Array.from(pgm.subarray(all.length, all.length + width * height)) };
  } finally { rmSync(dir, { recursive: true, force: true }); }
}

/** The lower part of a page, where its code is: the rest costs time and says nothing. */
export function foot({ width, height, grey }, share = 0.3) {
  const from = Math.round(height * (1 - share));
  return { width, height: height - from, grey: grey.slice(from * width) };
}

/** Turned by degrees and scaled, read between the pixels; paper is white around. */
export function laid({ width, height, grey }, degrees, scale) {
  const w = Math.round(width * scale), h = Math.round(height * scale), out = new Float32Array(w * h).fill(255);
  const sin = Math.sin(degrees * Math.PI / 180) / scale, cos = Math.cos(degrees * Math.PI / 180) / scale;
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const sx = (x - w / 2) * cos + (y - h / 2) * sin + width / 2, sy = (y - h / 2) * cos - (x - w / 2) * sin + height / 2;
      const x0 = Math.floor(sx), y0 = Math.floor(sy), fx = sx - x0, fy = sy - y0;
      if (x0 < 0 || y0 < 0 || x0 + 1 >= width || y0 + 1 >= height) continue;
      const at = y0 * width + x0;
      out[y * w + x] = (grey[at] * (1 - fx) + grey[at + 1] * fx) * (1 - fy) + (grey[at + width] * (1 - fx) + grey[at + width + 1] * fx) * fy;
    }
  }
  return { width: w, height: h, grey: out };
}

/** Out of focus by a radius in pixels: three passes of a box. */
export function blurred(sheet, radius) {
  let { width, height, grey } = sheet;
  const along = (src, step, line, count, length) => {
    const out = new Float32Array(src.length);
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < length; j++) {
        let sum = 0, n = 0;
        for (let k = Math.max(0, j - radius); k <= Math.min(length - 1, j + radius); k++, n++) sum += src[i * line + k * step];
        out[i * line + j * step] = sum / n;
      }
    }
    return out;
  };
  for (let pass = 0; pass < 3; pass++) grey = along(along(grey, 1, width, height, width), width, 1, width, height);
  return { width, height, grey };
}

/** Dust: grey noise everywhere, and specks of black and of white. */
export function dusty({ width, height, grey }, noise, specks, seed = 1) {
  const out = grey.slice();
  const random = () => { seed = (seed * 1103515245 + 12345) % 2147483648; return seed / 2147483648; };
  for (let i = 0; i < out.length; i++) out[i] += (random() + random() + random() - 1.5) * noise;
  for (let n = 0; n < specks * out.length; n++) {
    const at = Math.floor(random() * out.length), ink = random() < 0.5 ? 0 : 255;
    for (const d of [0, 1, width, width + 1]) if (at + d < out.length) out[at + d] = ink;
  }
  return { width, height, grey: out };
}

/** Black or white only, as a copier or a fax: the threshold drifts from one side of the page to the other. */
export function blackOrWhite({ width, height, grey }, from, to) {
  const out = grey.map((v, i) => (v < from + (to - from) * (i % width) / width ? 0 : 255));
  return { width, height, grey: out };
}

/** What a reader finds on a sheet. @returns {Promise<string[]>} */
export async function codes({ width, height, grey }) {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < grey.length; i++) { data[4 * i] = data[4 * i + 1] = data[4 * i + 2] = grey[i]; data[4 * i + 3] = 255; }
  const found = await readBarcodes({ data, width, height, colorSpace: 'srgb' }, { formats: ['QRCode'], tryHarder: true });
  return found.map((code) => code.text);
}
