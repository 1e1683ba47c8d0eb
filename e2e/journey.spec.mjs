// The main job, end to end, in a real browser on the real binary. Nothing is mocked but the camera's picture.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { house } from './lib/house.mjs';
import { command } from './lib/server.mjs';
import { launch, visitor, accessible } from './lib/browser.mjs';
import { createEvent, firstRun, login, openDoor, phoneLeft, register } from './lib/desk.mjs';
import { decode, film, pdfPage, pdfText } from './lib/picture.mjs';
import { workbook } from './lib/sheet.mjs';

let home, dir, server, browser, desk;

before(async () => {
  home = await house({ settled: false });
  ({ dir, server, browser, desk } = home);
});
after(() => home?.close());

/** What each way out says of one figure: the screen, the workbook, the shell. */
async function figure(code, label) {
  await desk.goto(server.url + '/gestion/chiffres');
  const cards = desk.locator('.kpi', { has: desk.locator('dt', { hasText: label }) });
  const screen = await cards.count() ? await cards.first().locator('dd:not([class])').innerText() : (await desk.locator('.empty').first().waitFor(), '0');
  const [download] = await Promise.all([desk.waitForEvent('download'), desk.locator('a[href*="chiffres.xlsx"]').first().click()]);
  const cell = workbook(readFileSync(await download.path())).get('Chiffres clés').find((row) => row.includes(label));
  assert.ok(cell, `the workbook has no line « ${label} »`);
  const shell = JSON.parse(command(['stats', '--format', 'json'], { dir })).indicators[code].recorded;
  return { screen: Number(/^\d+/.exec(screen)?.[0]), workbook: cell.find((v) => typeof v === 'number'), shell };
}
const all = (n) => ({ screen: n, workbook: n, shell: n });

test('first run: one link makes one coordinator, once', async () => {
  const link = await firstRun(desk, server);
  await accessible(desk, 'recovery codes');
  const again = await (await visitor(browser)).goto(link);
  assert.equal(again.status(), 410, 'the link opens once');
  await login(await visitor(browser), server);
});

test('agenda, registration, ticket, door, closing, certificate, verification, figures', { timeout: 240000 }, async () => {
  assert.deepEqual(await figure('present', 'Présents (participations)'), all(0));
  const event = await createEvent(desk, server, { title: 'Journée d’essai : œuvrer ensemble', capacity: 20 });

  // A professional, on a phone.
  const nurse = await visitor(browser, { phone: true });
  await nurse.goto(server.url + '/');
  await nurse.getByRole('link', { name: /œuvrer ensemble/ }).click();
  assert.equal(new URL(nurse.url()).pathname, event.path);
  const mine = await register(nurse, server, event, { first: 'Aliénor', last: 'Mésange', email: 'alienor.mesange@exemple.invalid' });
  assert.match(mine, /^\/inscriptions\/[a-z0-9]{41}$/);
  assert.match(await nurse.locator('main').innerText(), /confirmée/);
  await accessible(nurse, 'my registration');
  const ticket = await nurse.request.get(server.url + mine + '/billet.pdf');
  const payload = await decode(pdfPage(await ticket.body()));
  assert.match(payload, /^HTTP:\/\/LOCALHOST:\d+\/B\/[0-9A-Z]{32}$/);
  const poster = await nurse.request.get(server.url + event.path + '/affiche.pdf');
  assert.equal(await decode(pdfPage(await poster.body())), server.url + event.path);

  // A volunteer: the camera films the ticket on the nurse's screen.
  const door = await openDoor(desk, server, event, 'Porte principale');
  const clip = join(dir, 'billet.y4m');
  await film(clip, [nurse.locator('.qr svg')]);
  const phone = await launch(clip);
  try {
    const volunteer = await visitor(phone, { phone: true, permissions: ['camera'] });
    await volunteer.goto(server.url + door);
    await volunteer.locator('html[data-ready="1"]').waitFor();
    await volunteer.getByRole('button', { name: 'Démarrer la caméra' }).click();
    await volunteer.locator('#verdict[data-outcome="accepted"]').waitFor();
    assert.match(await volunteer.locator('#verdict').innerText(), /Bienvenue[\s\S]*Aliénor Mésange/);
    await volunteer.locator('#n-present', { hasText: /^1$/ }).waitFor(); // drawn just after the verdict
    await accessible(volunteer, 'door, arrived');

    // The page is closed, and the phone says that it keeps nothing: the closing has no phone to wait for.
    await volunteer.goto('about:blank');
    await phoneLeft(desk, server, event);
  } finally { await phone.close(); }
  assert.deepEqual(await figure('present', 'Présents (participations)'), all(1));

  // The coordinator closes; the certificate is drawn in the background.
  await desk.goto(server.url + event.desk + '/cloturer');
  await desk.getByRole('button', { name: /Clôturer/ }).click();
  await desk.waitForURL((u) => u.pathname === event.desk);
  const link = nurse.getByRole('link', { name: 'Télécharger mon attestation' });
  for (let i = 0; i < 40 && !await link.count(); i++) {
    await nurse.waitForTimeout(250);
    await nurse.goto(server.url + mine);
  }
  const pdf = await (await nurse.request.get(new URL(await link.getAttribute('href'), server.url).href)).body();
  const { text, pages } = pdfText(pdf);
  assert.equal(pages, 1);
  const plain = (/** @type {string} */ t) => t.replace(/[\u00a0\u202f]/g, ' ');
  for (const words of ['Aliénor MÉSANGE', 'Journée d’essai : œuvrer ensemble', 'Centre hospitalier de Lens', '23 h 58']) assert.ok(plain(text).includes(plain(words)), `${words} is not in\n${text}`);
  const address = await decode(pdfPage(pdf));
  const code = /verifier\/(\S+)/.exec(text)[1];
  assert.equal(address, `${server.url.toUpperCase()}/VERIFIER/${code.replaceAll('-', '')}`, 'the QR is the printed address, in capitals');

  // Anyone verifies.
  const anyone = await visitor(browser, { phone: true });
  assert.equal((await anyone.goto(address)).status(), 200);
  const said = await anyone.locator('main').innerText();
  for (const words of ['Mésange', 'Aliénor', 'œuvrer ensemble', '23 h 58']) assert.ok(said.replace(/[\u00a0\u202f]/g, ' ').includes(words), `${words} is not in\n${said}`);
  await accessible(anyone, 'verification');
  const wrong = code.replace(/^./, (c) => (c === 'A' ? 'B' : 'A'));
  assert.equal((await anyone.goto(`${server.url}/verifier/${wrong}`)).status(), 404);

  // The figures went up by one everywhere.
  for (const [figureCode, label] of [['events_held', 'Événements réalisés'], ['registered', 'Inscrits'],
    ['present', 'Présents (participations)'], ['distinct_people', 'Personnes distinctes']]) {
    assert.deepEqual(await figure(figureCode, label), all(1), figureCode);
  }
  assert.match(command(['check'], { dir }), /ordre/);
});

test('without the decoder’s wasm the camera reads nothing, and says so', { timeout: 60000 }, async () => {
  const event = await createEvent(desk, server, { title: 'Sans décodeur' });
  const door = await openDoor(desk, server, event, 'Porte');
  const phone = await launch(join(dir, 'billet.y4m'));
  try {
    const volunteer = await visitor(phone, { phone: true, permissions: ['camera'] });
    await volunteer.route(/\.wasm/, (r) => r.abort());
    await volunteer.goto(server.url + door);
    await volunteer.locator('html[data-ready="1"]').waitFor();
    await volunteer.getByRole('button', { name: 'Démarrer la caméra' }).click();
    await volunteer.locator('#camera-problem').waitFor();
    assert.equal(await volunteer.locator('#verdict[data-outcome]').count(), 0);
  } finally { await phone.close(); }
});

test('full event, waitlist, cancellation, promotion and its mail; the same person twice', { timeout: 120000 }, async () => {
  const event = await createEvent(desk, server, { title: 'Une seule place', capacity: 1, plus: 3, from: '09:00', to: '12:30' });
  const a = await visitor(browser, { phone: true }), b = await visitor(browser, { phone: true });
  const first = await register(a, server, event, { first: 'Basile', last: 'Pinson', email: 'basile.pinson@exemple.invalid' });
  await register(b, server, event, { first: 'Céleste', last: 'Fauvette', email: 'celeste.fauvette@exemple.invalid' });
  assert.match(await b.locator('main').innerText(), /liste d’attente/);
  await accessible(b, 'waitlisted');
  const second = new URL(b.url()).pathname;

  const c = await visitor(browser);
  await register(c, server, event, { first: 'BASILE', last: 'pinson', email: 'basile.pinson@exemple.invalid' });
  assert.match(await c.locator('main').innerText(), /déjà/);
  assert.ok(!(await c.content()).includes(first), 'a namesake is shown no way in');
  await accessible(c, 'already registered');

  await a.goto(server.url + first);
  await a.getByRole('link', { name: 'Annuler mon inscription' }).click();
  await accessible(a, 'cancel?');
  await a.getByRole('button', { name: 'Annuler mon inscription' }).click();
  await a.getByText('Vous avez annulé votre inscription').waitFor();
  await accessible(a, 'cancelled');
  await b.goto(server.url + second);
  assert.match(await b.locator('main').innerText(), /confirmée/);
  await desk.goto(server.url + '/gestion/messages');
  const letters = await desk.locator('table').first().innerText();
  assert.match(letters, /Une place s’est libérée/);
});

test('a scan replayed acts once; without network the phone says so and keeps it', { timeout: 120000 }, async () => {
  const event = await createEvent(desk, server, { title: 'Réseau coupé' });
  const guest = await visitor(browser);
  for (const [first, last] of [['Désiré', 'Loriot'], ['Émilie', 'Grive']]) {
    await register(guest, server, event, { first, last, email: `${last.toLowerCase()}@exemple.invalid` });
  }
  const door = await openDoor(desk, server, event, 'Porte');
  const volunteer = await visitor(browser, { phone: true });
  await volunteer.goto(server.url + door);
  await volunteer.locator('html[data-ready="1"]').waitFor();

  const list = await (await volunteer.request.get(`${server.url}/api${door}/liste`)).json();
  const [one] = list.people, slot = list.slots[0].id, at = new Date().toISOString();
  const send = (body) => volunteer.request.post(`${server.url}/api${door}/scans`, { data: body }).then((r) => r.json());
  const scan = { nonce: 'essai-rejeu', registration: one.id, slot, at, kind: 'in' };
  const answers = [await send({ device: 'e2e', sent_at: at, scans: [scan] }), await send({ device: 'autre', sent_at: at, scans: [{ ...scan, kind: 'undo' }] })];
  assert.equal(answers[0].results[0].outcome, 'accepted');
  assert.deepEqual(answers[1].results[0], answers[0].results[0], 'the same nonce gets its first answer');

  await volunteer.context().setOffline(true);
  await volunteer.getByLabel('Rechercher un nom').fill('grive');
  await volunteer.getByRole('button', { name: /Enregistrer l’arrivée/ }).first().click();
  await volunteer.locator('#offline').waitFor();
  await volunteer.locator('#to-send').waitFor();
  assert.match(await volunteer.locator('#to-send').innerText(), /1\sarrivée/);
  await accessible(volunteer, 'door, offline');
  await volunteer.context().setOffline(false);
  await volunteer.locator('#to-send').waitFor({ state: 'hidden', timeout: 30000 });
  const after = await (await volunteer.request.get(`${server.url}/api${door}/liste`)).json();
  assert.equal(after.people.filter((p) => p.present && Object.keys(p.present).length).length, 2);
});
