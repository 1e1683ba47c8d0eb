// The QR code of a ticket as a grey picture: what a camera would film, before anything ails it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';

const wasm = createRequire(import.meta.url).resolve('zxing-wasm/writer/zxing_writer.wasm');
prepareZXingModule({ overrides: { wasmBinary: readFileSync(wasm).buffer } });

/** What a ticket's QR says: as internal/ticket.Payload writes it. */
export const payload = (code) => 'HTTPS://INSCRIPTIONS.EXEMPLE/B/' + code;

/** The modules of a QR code of level M, without a quiet zone: 1 where dark. */
export async function modules(text) {
  const { symbol, error } = await writeBarcode(text, { format: 'QRCode', ecLevel: 'M', scale: 1, addQuietZones: false });
  if (error) throw new Error(error);
  const cells = Uint8Array.from(symbol.data, (v) => (v < 128 ? 1 : 0));
  return { size: symbol.width, cells };
}

/**
 * A grey frame with the code in its middle, on a white card held before something grey.
 * @param {{size: number, cells: Uint8Array}} qr
 * @param {number} width of the frame
 * @param {number} height
 * @param {(x: number, y: number) => [number, number]} place of a pixel, in modules from the code's top left
 */
export function frame(qr, width, height, place) {
  const out = new Float32Array(width * height);
  const quiet = 4, steps = [1 / 6, 1 / 2, 5 / 6];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (const dx of steps) {
        for (const dy of steps) { // nine looks a pixel: edges are as soft as a lens makes them
          const [u, v] = place(x + dx, y + dy);
          const inside = u >= 0 && v >= 0 && u < qr.size && v < qr.size;
          const card = u >= -quiet && v >= -quiet && u < qr.size + quiet && v < qr.size + quiet;
          sum += inside ? (qr.cells[Math.floor(v) * qr.size + Math.floor(u)] ? 25 : 235) : card ? 235 : 80;
        }
      }
      out[y * width + x] = sum / 9;
    }
  }
  return out;
}
