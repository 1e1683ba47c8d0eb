// The picture of a QR code: as the camera films it, and as a reader decodes it.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
prepareZXingModule({ overrides: { wasmBinary: readFileSync(wasm).buffer } });

/** Decodes the one QR code of an image file's bytes. */
export async function decode(bytes) {
  const found = await readBarcodes(new Uint8Array(bytes), { formats: ['QRCode'], maxNumberOfSymbols: 2, tryHarder: true });
  if (found.length !== 1) throw new Error(`${found.length} QR codes in the picture`);
  return found[0].text;
}

/** Decodes every QR code of an image file's bytes: a sheet of tickets. */
export async function decodeAll(bytes) {
  const found = await readBarcodes(new Uint8Array(bytes), { formats: ['QRCode'], maxNumberOfSymbols: 0xff, tryHarder: true });
  return found.map((code) => code.text);
}

/** A signature with a transparent ground, drawn by the browser, as a form takes it. */
export async function signature(page) {
  const png = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 300, height: 120 }), pen = canvas.getContext('2d');
    pen.lineWidth = 6; pen.strokeStyle = '#123';
    pen.beginPath(); pen.moveTo(20, 90); pen.bezierCurveTo(80, -40, 140, 160, 280, 30); pen.stroke();
    return canvas.toDataURL('image/png').split(',')[1];
  });
  return { name: 'signature.png', mimeType: 'image/png', buffer: Buffer.from(png, 'base64') };
}

/** The first page of a PDF as PNG, by poppler. */
export function pdfPage(pdf, dpi = 150) {
  const dir = mkdtempSync(join(tmpdir(), 'passerelle-pdf-'));
  try {
    writeFileSync(join(dir, 'in.pdf'), pdf);
    execFileSync('pdftoppm', ['-r', String(dpi), '-png', '-f', '1', '-l', '1', '-singlefile', join(dir, 'in.pdf'), join(dir, 'page')]);
    return readFileSync(join(dir, 'page.png'));
  } finally { rmSync(dir, { recursive: true, force: true }); }
}

/** The text of a PDF, and its number of pages. */
export function pdfText(pdf) {
  const dir = mkdtempSync(join(tmpdir(), 'passerelle-pdf-'));
  try {
    writeFileSync(join(dir, 'in.pdf'), pdf);
    const text = execFileSync('pdftotext', ['-layout', join(dir, 'in.pdf'), '-'], { encoding: 'utf8' });
    return { text, pages: text.split('\f').length - 1 };
  } finally { rmSync(dir, { recursive: true, force: true }); }
}

/**
 * Writes a clip of a picture of the page, element by element: what a camera held over a phone's screen films.
 * @param {import('playwright-core').Locator[]} elements each shown in turn
 */
export async function film(file, elements, { width = 640, height = 480, frames = 12 } = {}) {
  const parts = [Buffer.from(`YUV4MPEG2 W${width} H${height} F15:1 Ip A1:1 C420mpeg2\n`)];
  const chroma = Buffer.alloc(width * height / 2, 128);
  for (const element of elements) {
    const png = (await element.screenshot()).toString('base64');
    const grey = await element.page().evaluate(async ({ png, width, height }) => {
      const blob = new Blob([Uint8Array.from(atob(png), (c) => c.charCodeAt(0))], { type: 'image/png' });
      const image = await createImageBitmap(blob);
      const canvas = new OffscreenCanvas(width, height), pen = canvas.getContext('2d');
      pen.fillStyle = '#555'; pen.fillRect(0, 0, width, height);
      const side = Math.min(height * 0.8, width * 0.8), k = side / Math.max(image.width, image.height);
      pen.translate(width / 2, height / 2); pen.rotate(0.07);
      pen.drawImage(image, -image.width * k / 2, -image.height * k / 2, image.width * k, image.height * k);
      const rgba = pen.getImageData(0, 0, width, height).data;
      let out = '';
      for (let i = 0; i < rgba.length; i += 4) out += String.fromCharCode(16 + Math.round(0.86 * (0.3 * rgba[i] + 0.59 * rgba[i + 1] + 0.11 * rgba[i + 2])));
      return btoa(out);
    }, { png, width, height });
    const luma = Buffer.from(grey, 'base64');
    for (let i = 0; i < frames; i++) parts.push(Buffer.from('FRAME\n'), luma, chroma);
  }
  writeFileSync(file, Buffer.concat(parts));
}
