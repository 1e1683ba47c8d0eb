// Every page of the route table, in every state: WCAG by axe, no sideways scrolling at 390 px, one h1, a title.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { build, command, folder, remove, serve } from './lib/server.mjs';
import { launch, visitor, accessible } from './lib/browser.mjs';
import { pages, patternOf } from './lib/routes.mjs';
import { login } from './lib/desk.mjs';

let dir, server, browser, demo;

before(async () => {
  build();
  dir = folder();
  demo = JSON.parse(command(['demo', '--json'], { dir }));
  server = await serve(dir);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
  if (dir) remove(dir);
});

/** Addresses that the demonstration made for one host are good for any: the secret does not hold the host. */
const here = (url) => server.url + new URL(url).pathname;

async function look(page, name) {
  await accessible(page, name);
  assert.equal(await page.locator('h1').count(), 1, `${name}: one h1`);
  assert.match(await page.title(), /.{8,}/, `${name}: a title`);
  assert.equal(await page.locator('html').getAttribute('lang'), 'fr', `${name}: lang`);
}

/** Follows every link from the starts, and keeps two addresses a pattern. */
async function crawl(page, starts, table) {
  const kept = new Map(), seen = new Set(), queue = [...starts];
  while (queue.length && seen.size < 400) {
    const address = queue.shift();
    const { pathname } = new URL(address, server.url);
    const pattern = patternOf(table, pathname);
    const known = kept.get(pattern) ?? [];
    if (!pattern || /\.\w+$/.test(pathname) || seen.has(address) || known.length >= 2) continue;
    seen.add(address);
    const response = await page.goto(new URL(address, server.url).href);
    assert.ok(response.status() < 400, `${address} answers ${response.status()}`);
    kept.set(pattern, [...known, address]);
    const links = await page.locator('a[href]').evaluateAll((all) => all.map((a) => a.href));
    for (const l of links) {
      const u = new URL(l);
      if (u.origin === server.url) queue.push(u.pathname + u.search);
    }
  }
  return kept;
}

test('every page of the route table, at 390 and 1280 px', { timeout: 600000 }, async () => {
  const table = pages();
  const desk = await visitor(browser);
  await login(desk, server, demo.coordinator);
  const starts = ['/', '/?passes=1', '/gestion', '/verifier', '/mes-inscriptions', '/gestion/recuperation', '/gestion/premier-demarrage',
    '/verifier/' + demo.certificate.code, ...[demo.ticket.url, demo.door.url].map((u) => new URL(u).pathname)];
  const kept = await crawl(desk, starts, table);
  // Reached by a form or a printed link only: their own journeys look at them.
  const elsewhere = ['/gestion/premier-demarrage/{token}', '/gestion/compte/codes', '/espace/{token}', '/B/{code}', '/gestion/connexion', '/gestion/connexion/code',
    '/inscriptions/{token}/annuler', '/VERIFIER/{code}'];
  const missed = table.map((p) => p.pattern).filter((p) => !kept.has(p) && !elsewhere.includes(p));
  assert.deepEqual(missed, [], 'no link leads to these pages');
  for (const [pattern, addresses] of kept) {
    for (const address of addresses) {
      for (const width of [390, 1280]) {
        await desk.setViewportSize({ width, height: 900 });
        await desk.goto(server.url + address);
        await look(desk, `${pattern} (${address}) at ${width}`);
      }
    }
  }
  await desk.context().close();
});

test('every state: unknown, refused, empty, full, cancelled, revoked', { timeout: 300000 }, async () => {
  const page = await visitor(browser, { phone: true });
  const state = async (address, status, words) => {
    const response = await page.goto(server.url + address);
    assert.equal(response.status(), status, address);
    if (words) assert.match(await page.locator('main, body').first().innerText(), words, address);
    await look(page, address);
  };
  await state('/nulle-part', 404, /Page introuvable/);
  await state('/evenements/inconnu', 404);
  await state('/inscriptions/faux', 404);
  await state('/accueil/faux', 404);
  await state('/verifier/AAAA-AAAA-AAAA-AAAA-AAAA', 404);
  await state('/?q=zzzzzz', 200, /Aucun/);
  await state('/gestion/connexion', 200);
  await page.goto(here(demo.ticket.url));
  await look(page, 'my registration');
});
