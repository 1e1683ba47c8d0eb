// What every spec begins with: the binary on a folder of its own, a browser, and the coordination at its desk.
import { build, folder, remove, serve } from './server.mjs';
import { launch, visitor } from './browser.mjs';
import { firstRun } from './desk.mjs';

/** Opens a house; `settled`: its first run is done. `close` also undoes what a failed opening left. */
export async function house({ settled = true } = {}) {
  build();
  const dir = folder();
  /** @type {Awaited<ReturnType<typeof serve>>|undefined} */ let server;
  /** @type {Awaited<ReturnType<typeof launch>>|undefined} */ let browser;
  const close = async () => {
    await browser?.close();
    await server?.stop();
    remove(dir);
  };
  try {
    server = await serve(dir);
    browser = await launch();
    const desk = await visitor(browser);
    if (settled) await firstRun(desk, server);
    return { dir, server, browser, desk, close };
  } catch (error) {
    await close();
    throw error;
  }
}
