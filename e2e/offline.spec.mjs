// The door without network: an application that opens, decides and keeps, and whose every arrival reaches the server once.
import { test, before, beforeEach, after } from 'node:test';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { build, command, folder, freePort, remove, serve } from './lib/server.mjs';
import { launch, visitor, accessible } from './lib/browser.mjs';
import { createEvent, firstRun, openDoor } from './lib/desk.mjs';
import { between } from './lib/portal.mjs';
import { handset } from './lib/handset.mjs';

let dir, server, browser, desk, line, url;
const phones = [];

before(async () => {
  build();
  dir = folder();
  server = await serve(dir);
  line = await between(() => server.port, await freePort());
  url = line.url;
  browser = await launch();
  desk = await visitor(browser);
  await firstRun(desk, server);
});
beforeEach(() => {
  line.renames('', '');
  line.become('open');
});
after(async () => {
  for (const phone of phones) await phone.kill();
  await browser?.close();
  await line?.close();
  await server?.stop();
  if (dir) remove(dir);
});

/** A phone that may die; it goes away with the tests. */
async function taken(profile) {
  const phone = await handset(join(dir, profile));
  phones.push(phone);
  return phone;
}

/** The server comes back on its port, after a kill -9. */
const restart = async () => { server = await serve(dir, server.port); };

/** Registers people from the desk; gives their short codes. */
async function enlist(event, people) {
  const codes = [];
  for (const [first, last] of people) {
    const answer = await desk.request.post(`${server.url}${event.desk}/inscriptions/ajouter`, {
      form: { nonce: `essai${event.desk.slice(-6)}${last}${first}`, first_name: first, last_name: last, structure: 'CH Lens', profession: 'infirmier' },
    });
    assert.equal(answer.status(), 200, `${first} ${last}`);
    codes.push(/Code court du billet<\/dt><dd><span class="nowrap">([^<]+)</.exec(await answer.text())?.[1] ?? '');
  }
  return codes;
}

/** What the server knows of an event's door. */
async function known(door) {
  const list = await (await desk.request.get(`${server.url}/api${door}/liste`)).json();
  return { list, present: list.people.filter((p) => Object.keys(p.present ?? {}).length) };
}

async function opened(page, door) {
  await page.goto(url + door);
  await page.locator('html[data-ready="1"]').waitFor();
  await page.locator('html[data-offline-ready]').waitFor({ state: 'attached' });
}

const text = async (page, selector) => (await page.locator(selector).innerText()).replace(/[\u00a0\u202f]/g, ' ');
const waits = (page, n) => page.waitForFunction((n) => document.querySelector('#n-queue')?.textContent === String(n), n, { timeout: 60000 });

/** Waits for what the page answers later: a promise of something true. */
async function until(page, asks, arg) {
  for (let i = 0; i < 150; i++) {
    if (await page.evaluate(asks, arg)) return;
    await page.waitForTimeout(100);
  }
  assert.fail(`never came: ${asks}`);
}

/** A picture for the eyes, where SHOTS names a folder. */
async function shot(page, name) {
  if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, `accueil-${name}.png`), fullPage: !await page.locator('dialog[open]').count() });
}

/** Types a code or a name as a hand does, and waits for its verdict. */
async function typeCode(page, code) {
  const before = Number(await page.locator('#n-queue').innerText());
  await page.getByLabel('Code du billet').fill(code);
  await page.getByLabel('Code du billet').press('Enter');
  await waits(page, before + 1);
}

async function findName(page, name) {
  const before = Number(await page.locator('#n-queue').innerText());
  await page.getByLabel('Rechercher un nom').fill(name);
  await page.locator('#results').getByRole('button', { name: /Enregistrer l’arrivée/ }).first().click();
  await waits(page, before + 1);
}

test('200 arrivals without network, a phone killed, a server killed while it receives them: each once', { timeout: 600000 }, async () => {
  const event = await createEvent(desk, server, { title: 'Deux cents arrivées', capacity: 400 });
  const letters = 'ABCDEFGHIJKLMNOPQRST';
  const people = Array.from({ length: 200 }, (_, i) => [`Prénom${letters[i % 20]}`, `Nom${letters[Math.floor(i / 20)]}${letters[i % 20]}a`]);
  const codes = await enlist(event, people);
  assert.equal(new Set(codes).size, 200);
  const door = await openDoor(desk, server, event, 'Porte');

  let phone = await taken('telephone');
  let page = await phone.page();
  await opened(page, door);
  assert.equal(await text(page, '#n-registered'), '200');
  await page.context().setOffline(true);
  await server.kill();

  await page.reload();
  await page.locator('html[data-ready="1"]').waitFor();
  await page.locator('#offline').waitFor();
  assert.equal(await text(page, '#n-registered'), '200');
  await page.close();
  page = await phone.page();
  await page.goto(url + door);
  await page.locator('html[data-ready="1"]').waitFor();

  for (const code of codes.slice(0, 100)) await typeCode(page, code);
  for (const [, name] of people.slice(100)) await findName(page, name);
  assert.equal(await text(page, '#to-send'), '200 arrivées à envoyer');
  assert.match(await text(page, '#offline'), /200 arrivées sont gardées/);
  const seen = await Promise.all(['#n-present', '#n-expected', '#lines'].map((s) => text(page, s)));

  await phone.kill();
  phone = await taken('telephone');
  page = await phone.page();
  await page.goto(url + door);
  await page.locator('html[data-ready="1"]').waitFor();
  await waits(page, 200);
  assert.deepEqual(await Promise.all(['#n-present', '#n-expected', '#lines'].map((s) => text(page, s))), seen);

  // A second page of the same door: one queue, one presence.
  const second = await phone.page();
  await second.goto(url + door);
  await waits(second, 200);
  await second.getByLabel('Rechercher un nom').fill(people[150][1]);
  await second.locator('#results').getByText(/Déjà là/).first().waitFor();

  line.loseAnswersFrom(2);
  await restart();
  for (let i = 0; i < 400 && line.calls() < 2; i++) await page.waitForTimeout(50);
  assert.ok(line.calls() >= 2, 'the first hundred is acknowledged, the answer to the second is lost');
  await server.kill();
  line.loseAnswersFrom(Infinity);
  assert.notEqual(await text(page, '#n-queue'), '0');
  await restart();
  await waits(page, 0);
  await waits(second, 0);
  await page.locator('#offline').waitFor({ state: 'hidden' });

  const { present } = await known(door);
  assert.equal(present.length, 200);
  for (const { id, name } of present) {
    const file = await (await desk.request.get(`${server.url}${event.desk}/inscriptions/${id}`)).text();
    assert.deepEqual(file.match(/\d+\s(geste noté|gestes notés)/g)?.map(parseFloat), [1], `${name} arrived once, by one scan`);
  }
  assert.equal(JSON.parse(command(['stats', '--format', 'json'], { dir })).indicators.present.recorded, 200);
  assert.match(command(['check'], { dir }), /ordre/);
});

test('whatever is not ours is no network, and its return is seen within five seconds', { timeout: 300000 }, async () => {
  const event = await createEvent(desk, server, { title: 'Réseau d’une école' });
  const ways = ['portal', 'redirect', 'portal-json', '502', 'hang'];
  const names = ['Merle', 'Pinson', 'Tarin', 'Loriot', 'Grive', 'Geai'];
  await enlist(event, names.map((name) => ['Alix', name]));
  const door = await openDoor(desk, server, event, 'Porte');
  const page = await visitor(browser, { phone: true });
  await opened(page, door);
  for (const [i, way] of ways.entries()) {
    line.become(way);
    await findName(page, names[i]);
    await page.locator('#verdict[data-outcome="accepted"]').waitFor();
    await page.locator('html[data-net="down"]').waitFor({ state: 'attached' });
    await page.reload();
    await page.locator('html[data-ready="1"]').waitFor();
    assert.equal(await page.locator('h1').innerText(), 'Réseau d’une école', `${way}: the page is ours`);
    await page.locator('html[data-net="down"]').waitFor({ state: 'attached' });
    line.become('open');
    const back = Date.now();
    await page.locator('html[data-net="ok"]').waitFor({ state: 'attached' });
    assert.ok(Date.now() - back < 5000, `${way}: the return of the network took ${Date.now() - back} ms`);
    await waits(page, 0);
    assert.equal((await known(door)).present.length, i + 1, way);
  }
  // A name that no longer resolves, a cable that is out: nobody listens.
  await page.context().setOffline(true);
  await findName(page, names[5]);
  await page.locator('html[data-net="down"]').waitFor({ state: 'attached' });
  await page.context().setOffline(false);
  await waits(page, 0);
  assert.equal((await known(door)).present.length, 6);
  await page.context().close();
});

test('a new version comes whole: never old and new together', { timeout: 120000 }, async () => {
  const event = await createEvent(desk, server, { title: 'Nouvelle version' });
  const door = await openDoor(desk, server, event, 'Porte');
  const page = await visitor(browser, { phone: true });
  await opened(page, door);
  const builds = () => page.evaluate(async () => ({
    page: [...new Set([...document.querySelectorAll('script[src], link[rel=stylesheet]')].map((e) => (e.getAttribute('src') ?? e.getAttribute('href')).split('/')[3]))],
    run: [...new Set(performance.getEntriesByType('resource').map((e) => /accueil\/app\/([^/]+)/.exec(e.name)?.[1]).filter(Boolean))],
    kept: (await caches.keys()).map((name) => name.slice('accueil-'.length)),
  }));
  const [old] = (await builds()).page;
  const fresh = old.split('').reverse().join('');
  line.renames(old, fresh);
  await page.reload();
  assert.deepEqual((await builds()).page, [fresh]);
  await until(page, async (name) => Boolean(await caches.match(location.pathname, { cacheName: name, ignoreVary: true })), `accueil-${fresh}`);
  await page.locator('html[data-ready="1"]').waitFor();
  line.become('502');
  await page.reload();
  await page.locator('html[data-ready="1"]').waitFor();
  assert.deepEqual({ page: (await builds()).page, run: (await builds()).run }, { page: [fresh], run: [fresh] });
  // The old one leaves when no page is open any more.
  await page.goto('about:blank');
  await page.waitForTimeout(500);
  await page.goto(url + door);
  await page.locator('html[data-ready="1"]').waitFor();
  await until(page, async (name) => !await caches.has(name), `accueil-${old}`);
  assert.deepEqual((await builds()).kept, [fresh]);
  await page.context().close();
});

test('a door revoked while arrivals wait keeps its page, and a new link sends them', { timeout: 120000 }, async () => {
  const event = await createEvent(desk, server, { title: 'Lien révoqué' });
  await enlist(event, [['Alix', 'Merle'], ['Alix', 'Pinson']]);
  const door = await openDoor(desk, server, event, 'Porte perdue');
  const page = await visitor(browser, { phone: true });
  await opened(page, door);
  line.become('portal');
  await findName(page, 'Merle');
  await desk.goto(server.url + event.desk + '/accueil');
  await desk.getByRole('link', { name: /Porte perdue/ }).first().click();
  await desk.getByRole('button', { name: 'Révoquer ce lien' }).click();
  await desk.getByRole('dialog').getByRole('button', { name: 'Révoquer' }).click();
  await desk.getByText(/évoqué/).first().waitFor();
  line.become('open');
  await page.reload();
  await page.locator('html[data-net="closed"]').waitFor({ state: 'attached' });
  await page.locator('#closed').waitFor();
  assert.match(await text(page, '#to-send'), /1 arrivée/);
  await accessible(page, 'door, revoked with arrivals to send');
  await shot(page, 'revoquee');

  const other = await openDoor(desk, server, event, 'Porte retrouvée');
  await page.goto(url + other);
  await page.locator('html[data-ready="1"]').waitFor();
  await waits(page, 0);
  for (let i = 0; i < 100 && (await known(other)).present.length === 0; i++) await page.waitForTimeout(100);
  assert.equal((await known(other)).present.length, 1);
  // Nothing waits any more: the closed door says that it is closed, and leaves nothing behind.
  assert.equal((await page.goto(url + door)).status(), 410);
  await until(page, async (address) => !await caches.match(address, { ignoreVary: true }), door);
  await page.context().close();
});

test('two phones without network, one ticket: both let in, one presence', { timeout: 120000 }, async () => {
  const event = await createEvent(desk, server, { title: 'Deux téléphones' });
  await enlist(event, [['Alix', 'Merle']]);
  const door = await openDoor(desk, server, event, 'Porte');
  const both = [await visitor(browser, { phone: true }), await visitor(browser, { phone: true })];
  for (const page of both) await opened(page, door);
  line.become('hang');
  for (const page of both) {
    await findName(page, 'Merle');
    await page.locator('#verdict[data-outcome="accepted"]').waitFor();
  }
  line.become('open');
  for (const page of both) await waits(page, 0);
  assert.equal((await known(door)).present.length, 1);
  for (const page of both) await page.waitForFunction(() => document.querySelector('#n-present')?.textContent === '1');
  for (const page of both) await page.context().close();
});

test('a clock two hours ahead is told, kept over a restart, and corrected at the receipt', { timeout: 120000 }, async () => {
  const event = await createEvent(desk, server, { title: 'Horloge' });
  await enlist(event, [['Alix', 'Merle']]);
  const door = await openDoor(desk, server, event, 'Porte');
  const page = await visitor(browser, { phone: true });
  await page.addInitScript(() => {
    const AHEAD = 2 * 3_600_000 + 3 * 60_000, RealDate = Date;
    globalThis.Date = /** @type {any} */ (class extends RealDate {
      constructor(...given) { given.length ? super(.../** @type {[]} */ (given)) : super(RealDate.now() + AHEAD); }
      static now() { return RealDate.now() + AHEAD; }
    });
  });
  await opened(page, door);
  assert.equal(await text(page, '#clock-wrong'), 'L’horloge de ce téléphone avance de 2 h 03. Les heures d’arrivée seront corrigées à l’envoi.');
  await accessible(page, 'door, wrong clock');
  await shot(page, 'horloge');
  line.become('502');
  await page.reload();
  await page.locator('#clock-wrong').waitFor();
  await findName(page, 'Merle');
  line.become('open');
  await waits(page, 0);
  const [person] = (await known(door)).present;
  const at = Date.parse(Object.values(person.present)[0]);
  assert.ok(Math.abs(Date.now() - at) < 60_000, `arrived at ${new Date(at).toISOString()}`);
  await page.context().close();
});

test('no room left, no right to keep anything: nothing is said saved that is not', { timeout: 120000 }, async () => {
  const event = await createEvent(desk, server, { title: 'Téléphone plein' });
  await enlist(event, [['Alix', 'Merle'], ['Alix', 'Pinson']]);
  const door = await openDoor(desk, server, event, 'Porte');
  const page = await visitor(browser, { phone: true });
  await opened(page, door);
  const refuse = async (how) => {
    await page.evaluate(how);
    await page.getByLabel('Rechercher un nom').fill('merle');
    await page.locator('#results').getByRole('button', { name: /Enregistrer l’arrivée/ }).first().click();
  };
  await refuse(() => { IDBObjectStore.prototype.add = () => { throw new DOMException('plein', 'QuotaExceededError'); }; });
  await page.locator('#verdict[data-outcome="full"]').waitFor();
  assert.match(await text(page, '#verdict'), /Non enregistré[\s\S]*plus de place : notez le nom sur papier/);
  assert.equal(await text(page, '#n-queue'), '0');
  assert.equal(await text(page, '#n-present'), '0');
  await accessible(page, 'door, phone full');
  await shot(page, 'plein');
  await refuse(() => { IDBObjectStore.prototype.add = function add(value) { const put = this.put(value); this.transaction.abort(); return put; }; });
  await page.locator('#verdict[data-outcome="lost"]').waitFor();
  assert.equal((await known(door)).present.length, 0);
  await page.context().close();

  const refused = await visitor(browser, { phone: true });
  await refused.addInitScript(() => { IDBFactory.prototype.open = () => { throw new DOMException('refusé', 'SecurityError'); }; });
  await refused.goto(url + door);
  await refused.locator('#no-store').waitFor();
  await accessible(refused, 'door, nothing can be kept');
  await shot(refused, 'sans-stockage');
  await refused.getByLabel('Rechercher un nom').fill('pinson');
  await refused.getByRole('button', { name: 'Chercher' }).click();
  await refused.getByRole('button', { name: 'Enregistrer l’arrivée' }).click();
  await refused.locator('.banner.ok').waitFor();
  assert.equal((await known(door)).present.length, 1, 'with network, the page without scripts records');
  await refused.context().close();
});

test('every state of the door, upright and sideways', { timeout: 240000 }, async () => {
  const event = await createEvent(desk, server, { title: 'Tous les états de l’accueil', capacity: 2 });
  const [code] = await enlist(event, [['Alix', 'Merle'], ['Alix', 'Pinson'], ['Zoé', 'Essai']]);
  const door = await openDoor(desk, server, event, 'Porte');
  const page = await visitor(browser, { phone: true });
  await opened(page, door);
  const look = async (name) => {
    for (const [width, height] of [[390, 844], [844, 390]]) {
      await page.setViewportSize({ width, height });
      await accessible(page, `${name} at ${width}`);
      await shot(page, `${name}-${width}`);
    }
    await page.setViewportSize({ width: 390, height: 844 });
  };
  const scan = async (raw, outcome) => {
    await page.getByLabel('Code du billet').fill(raw);
    await page.getByLabel('Code du billet').press('Enter');
    await page.locator(`#verdict[data-outcome="${outcome}"]`).waitFor();
    await look(outcome);
  };
  await look('idle');
  // The browser offers to install when it likes; this one, without a screen, never does.
  await page.evaluate(() => dispatchEvent(Object.assign(new Event('beforeinstallprompt'), { prompt: async () => undefined, userChoice: Promise.resolve({ outcome: 'accepted' }) })));
  await look('install');
  await page.getByRole('button', { name: 'Installer sur ce téléphone' }).click();
  await page.getByRole('button', { name: 'Installer sur ce téléphone' }).waitFor({ state: 'hidden' });
  await scan(code, 'accepted');
  await scan(code, 'already');
  await scan('BCDF-GHJK', 'unknown');
  await scan('https://exemple.invalid/menu', 'foreign');
  await scan(`ZZZZZZ${'0123456789ABCDEFGHJKMNPQRS'}`, 'other_event');
  await page.getByLabel('Rechercher un nom').fill('essai');
  await page.locator('#results').getByRole('button', { name: /Enregistrer|Laisser|arrivée/ }).first().click();
  await page.locator('#verdict[data-outcome="waitlisted"]').waitFor();
  await look('waitlisted');
  await page.getByRole('button', { name: 'Laisser entrer quand même' }).click();
  await page.locator('dialog[open]').waitFor();
  await look('force');
  await page.keyboard.press('Escape');
  await page.locator('#walkin-open').click();
  await page.locator('dialog[open]').waitFor();
  await look('walkin');
  await page.keyboard.press('Escape');
  line.become('portal');
  await findName(page, 'Pinson');
  await page.locator('#offline').waitFor();
  await look('offline');
  line.become('open');
  await waits(page, 0);
  await page.context().close();
});

test('on an iPhone the way to install is told, once', { timeout: 60000 }, async () => {
  const event = await createEvent(desk, server, { title: 'iPhone' });
  const door = await openDoor(desk, server, event, 'Porte');
  const page = await visitor(browser, { phone: true, userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1' });
  await opened(page, door);
  await page.getByText('touchez Partager').waitFor();
  await accessible(page, 'door on an iPhone');
  await shot(page, 'iphone');
  await page.getByRole('button', { name: 'C’est fait' }).click();
  await page.reload();
  await page.locator('html[data-ready="1"]').waitFor();
  assert.equal(await page.locator('#apple').isVisible(), false);
  await page.context().close();
});
