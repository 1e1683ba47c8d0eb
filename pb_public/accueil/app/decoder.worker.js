// @ts-check
/** Classic worker: reads QR codes with the vendored decoder and its own wasm, never one from the network. */
(() => {
  const worker = /** @type {any} */ (self);
  worker.importScripts('./vendor/zxing-reader.js');
  const zxing = worker.ZXingWASM;
  const vendor = new URL('./vendor/', worker.location.href).href;

  // Without our own locateFile the decoder would fetch its wasm from a stranger's server.
  zxing.prepareZXingModule({ overrides: { locateFile: (/** @type {string} */ file) => vendor + file }, fireImmediately: true })
    .then(() => worker.postMessage({ ready: true }), (/** @type {unknown} */ error) => worker.postMessage({ error: String(error) }));

  let frames = 0;
  worker.onmessage = async (/** @type {MessageEvent<ImageData>} */ { data }) => {
    // One frame in two is read with all the tricks: a weak phone keeps its pace, a bad print is read half as often.
    const hard = (frames++ & 1) === 1;
    try {
      const found = await zxing.readBarcodes(data, {
        formats: ['QRCode'], maxNumberOfSymbols: 1, tryHarder: hard, tryRotate: hard, tryInvert: true, tryDownscale: hard,
      });
      worker.postMessage({ text: found[0]?.isValid ? found[0].text : '' });
    } catch (error) {
      worker.postMessage({ error: String(error) });
    }
  };
})();
