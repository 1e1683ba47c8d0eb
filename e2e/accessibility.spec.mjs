// Every page of the route table, in every state: WCAG by axe, no sideways scrolling at 390 px, one h1, a title. The
// longest of the journeys: its name makes it the first to start.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { build, command, folder, remove, serve } from './lib/server.mjs';
import { launch, visitor, accessible } from './lib/browser.mjs';
import { pages, patternOf } from './lib/routes.mjs';
import { login, openDoor } from './lib/desk.mjs';

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

/** Follows every link from the starts, to so many addresses a pattern: not every event has questions or guests. */
const wide = 12;
async function crawl(page, starts, table) {
  const kept = new Map(), seen = new Set(), queue = [...starts];
  while (queue.length && seen.size < 1800) {
    const address = queue.shift();
    const { pathname } = new URL(address, server.url);
    const pattern = patternOf(table, pathname);
    const known = kept.get(pattern) ?? [];
    if (!pattern || /\.\w+$/.test(pathname) || seen.has(address) || known.length >= wide) continue;
    seen.add(address);
    const response = await page.request.get(new URL(address, server.url).href);
    assert.ok(response.status() < 400, `${address} answers ${response.status()}`);
    kept.set(pattern, [...known, address]);
    for (const [, href] of (await response.text()).matchAll(/<a [^>]*href="([^"]+)"/g)) {
      const u = new URL(href.replaceAll('&amp;', '&'), response.url());
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
    '/verifier/' + demo.certificate.code, ...[demo.ticket.url, demo.door.url, demo.certificate.url].map((u) => new URL(u).pathname.replace('/attestation.pdf', ''))];
  // Corrections are those of an event that is over. Its own page is followed, not its list: so many people would hide others.
  await desk.goto(server.url + '/gestion/evenements?onglet=passes');
  await desk.goto(server.url + await desk.locator('th a[href^="/gestion/evenements/"]').first().getAttribute('href') + '/inscriptions');
  starts.push(await desk.locator('a[href$="/corrections"]').getAttribute('href'));
  const kept = await crawl(desk, starts, table);
  // Reached by a form or a printed link only: their own journeys look at them.
  const elsewhere = ['/gestion/chiffres/graphique/{image}', '/gestion/rapports/{report}/{paper}', // files
    '/gestion/premier-demarrage/{token}', '/gestion/compte/codes', '/espace/{token}', '/B/{code}', '/gestion/connexion', '/gestion/connexion/code',
    '/inscriptions/{token}/annuler', '/VERIFIER/{code}', '/verifier/empreinte/{sha256}', '/invitations/{token}', '/groupes/{token}', '/declarations/{token}', '/declarations/{token}/corriger',
    '/accord/{token}', '/enquetes/{token}', '/avis/{token}', '/lecture/{token}', '/lecture/{token}/{report}', '/emarger/{token}', '/intervenants/{token}', '/sur-place/{token}', '/sur-place/{token}/{ticket}', '/accueil/{door}/code', '/inscriptions/{token}/echanger', '/inscriptions/{token}/dates', '/gestion/evenements/{event}/messages/fichiers/{file}', '/gestion/evenements/{event}/prevenir'];
  const missed = table.map((p) => p.pattern).filter((p) => !kept.has(p) && !elsewhere.includes(p));
  assert.deepEqual(missed, [], 'no link leads to these pages');
  for (const [pattern, addresses] of kept) {
    for (const [i, address] of addresses.slice(0, 2).entries()) {
      for (const width of i ? [390] : [390, 1280]) {
        await desk.setViewportSize({ width, height: 900 });
        if (width === 390) await desk.goto(server.url + address); // the server does not know the width
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

  // A form sent empty: 422, what is wrong at each field and in the summary.
  const address = `/evenements/${demo.today_event.slug}/inscription`;
  await page.goto(server.url + address);
  const [refused] = await Promise.all([page.waitForResponse((r) => r.request().method() === 'POST'), page.getByRole('button', { name: "S'inscrire" }).click()]);
  assert.equal(refused.status(), 422);
  await page.waitForLoadState();
  assert.match(await page.locator('#erreurs').innerText(), /Prénom[\s\S]*Nom[\s\S]*Adresse électronique/);
  await look(page, 'form refused');
});

test('what the desk closes: a cancelled event, a revoked door', { timeout: 120000 }, async () => {
  const desk = await visitor(browser), page = await visitor(browser, { phone: true });
  await login(desk, server, demo.coordinator);
  await desk.goto(server.url + '/gestion/evenements');
  await desk.getByRole('link', { name: /Annulés/ }).click();
  await desk.locator('table th a').first().click();
  const cancelled = new URL(await desk.getByRole('link', { name: 'Voir la page publique' }).getAttribute('href'), server.url).pathname;
  await page.goto(server.url + cancelled);
  assert.match(await page.locator('main').innerText(), /annulé/);
  await look(page, 'cancelled event');
  await page.goto(server.url + cancelled + '/inscription');
  assert.match(await page.locator('main').innerText(), /annulé/);
  await look(page, 'registration to a cancelled event');

  const event = { desk: await todayDesk(desk) };
  const door = await openDoor(desk, server, event, 'Porte à fermer');
  await page.goto(server.url + door);
  await page.locator('html[data-ready="1"]').waitFor();
  await look(page, 'door, open');
  await page.setViewportSize({ width: 844, height: 390 });
  await look(page, 'door, landscape');
  await page.setViewportSize({ width: 390, height: 844 });
  await desk.goto(server.url + event.desk + '/accueil');
  await desk.getByRole('link', { name: /Porte à fermer/ }).first().click();
  await desk.getByRole('button', { name: 'Révoquer ce lien' }).click();
  await desk.getByRole('dialog').getByRole('button', { name: 'Révoquer' }).click();
  await desk.getByText(/évoqué/).first().waitFor();
  // The phone that has the page open learns it at its next arrival, keeps it, and says whom to call: nothing else.
  await page.getByLabel('Code du billet').fill('BCDF-GHJK');
  await page.getByRole('button', { name: 'Valider' }).click();
  await page.locator('html[data-net="closed"]').waitFor({ state: 'attached' });
  await page.locator('#verdict[data-outcome="closed"]').waitFor();
  await page.locator('#to-send').waitFor();
  assert.match(await page.locator('#verdict').innerText(), /Accueil fermé/);
  await look(page, 'door, revoked while open');
  // Opened again, it still has its page: what waits is not lost from sight. A phone with nothing to send is told it is closed.
  await page.goto(server.url + door);
  await page.locator('html[data-net="closed"]').waitFor({ state: 'attached' });
  await page.locator('#to-send').waitFor();
  const other = await visitor(browser, { phone: true });
  assert.equal((await other.goto(server.url + door)).status(), 410);
  await look(other, 'door, revoked');
});

/** The desk's page of the demonstration's event of today. */
async function todayDesk(desk) {
  await desk.goto(server.url + '/gestion');
  await desk.getByRole('link', { name: 'Suivi' }).first().click();
  await desk.waitForURL(/\/gestion\/evenements\/[a-z0-9]{15}$/);
  return new URL(desk.url()).pathname;
}
