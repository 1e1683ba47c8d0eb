// A phone that may die: Chromium on a profile of its own, started by hand so that a kill -9 reaches it.
import { spawn } from 'node:child_process';
import { chromium } from 'playwright-core';

const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--remote-debugging-port=0', '--window-size=390,844', '--lang=fr-FR'];

/** @param {string} profile a folder: what is kept there outlives the phone */
export async function handset(profile) {
  const child = spawn(process.env.CHROMIUM || '/usr/bin/chromium', [...flags, `--user-data-dir=${profile}`, 'about:blank'], { detached: true });
  const gone = new Promise((ok) => child.once('exit', ok));
  const endpoint = await new Promise((ok, ko) => {
    let said = '';
    child.stderr.on('data', (b) => {
      said += b;
      const found = /DevTools listening on (ws:\S+)/.exec(said);
      if (found) ok(found[1]);
    });
    child.once('exit', () => ko(new Error(`the phone did not start:\n${said}`)));
  });
  const browser = await chromium.connectOverCDP(endpoint);
  const context = browser.contexts()[0];
  context.setDefaultTimeout(15000);
  return {
    context,
    async page() {
      const page = await context.newPage();
      await page.setViewportSize({ width: 390, height: 844 });
      page.on('pageerror', (e) => { throw e; });
      return page;
    },
    /** The battery is out: nothing is said, nothing is written. */
    async kill() {
      if (child.exitCode === null && child.signalCode === null) process.kill(-Number(child.pid), 'SIGKILL');
      await gone;
      await browser.close().catch(() => undefined);
    },
  };
}
