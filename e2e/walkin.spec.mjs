// The ways in of people who have no ticket, on a volunteer's phone, with the network and without.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { house } from './lib/house.mjs';
import { command } from './lib/server.mjs';
import { launch, visitor, accessible } from './lib/browser.mjs';
import { decode, film, pdfPage } from './lib/picture.mjs';
import { createEvent, openDoor, register } from './lib/desk.mjs';

let home, dir, server, browser, desk, event, door;

before(async () => {
  home = await house();
  ({ dir, server, browser, desk } = home);
  event = await createEvent(desk, server, { title: 'Entrées', capacity: 3 });
  const guest = await visitor(browser);
  for (const [first, last] of [['Zoé', 'Essai'], ['Basile', 'Pinson']]) {
    await register(guest, server, event, { first, last, email: `${last.toLowerCase()}@exemple.invalid` });
  }
  door = await openDoor(desk, server, event, 'Porte principale');
});
after(() => home?.close());

/** A volunteer's phone at a door, its list read. */
async function phone(at = door) {
  const page = await visitor(browser, { phone: true });
  await page.goto(server.url + at);
  await page.locator('html[data-ready="1"]').waitFor();
  return page;
}

const people = async (page, at = door) => (await (await page.request.get(`${server.url}/api${at}/liste`)).json()).people;
/** Whose arrivals the server has, once it has that many. */
async function arrived(page, n) {
  for (const end = Date.now() + 15000; ;) {
    const list = await people(page);
    if (here(list).length >= n || Date.now() > end) return list;
    await page.waitForTimeout(100);
  }
}
const here = (list) => list.filter((p) => p.present && Object.keys(p.present).length);
const shot = (page, name) => (process.env.SHOTS ? page.screenshot({ path: join(process.env.SHOTS, `${name}.png`) }) : undefined);

test('a walk-in takes under twenty seconds of typing', { timeout: 120000 }, async () => {
  const page = await phone();
  const start = Date.now();
  await page.getByRole('button', { name: 'Arrivée sans inscription' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Arrivée sans inscription' });
  await page.keyboard.type('Mésange', { delay: 180 });
  await page.keyboard.press('Enter');
  await page.keyboard.type('Aliénor', { delay: 180 });
  await page.keyboard.press('Enter');
  await page.keyboard.type('ch', { delay: 180 });
  await accessible(page, 'walk-in');
  await shot(page, 'walkin');
  await dialog.getByRole('button', { name: 'CH Lens' }).click();
  await page.keyboard.press('Enter');
  await page.locator('#verdict[data-outcome="accepted"]').waitFor();
  assert.ok(Date.now() - start < 20_000, `${Date.now() - start} ms`);
  assert.match(await page.locator('#verdict').innerText(), /Bienvenue[\s\S]*Aliénor Mésange[\s\S]*CH Lens/);
  assert.equal(here(await arrived(page, 1)).length, 1);
});

test('whoever is registered is proposed first: one tap is the arrival', { timeout: 120000 }, async () => {
  const page = await phone();
  await page.getByRole('button', { name: 'Arrivée sans inscription' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Arrivée sans inscription' });
  await dialog.getByLabel('Nom', { exact: true }).fill('essai');
  await dialog.getByLabel('Prénom').fill('zoe');
  const same = dialog.getByRole('group', { name: /Déjà inscrite/ });
  assert.match(await same.innerText(), /Zoé Essai[\s\S]*CH Lens/i);
  await dialog.getByRole('button', { name: 'Enregistrer l’arrivée' }).click();
  await dialog.getByText('Dites d’abord si c’est cette personne.').waitFor();
  await accessible(page, 'walk-in, likely duplicate');
  await shot(page, 'walkin-same');
  await same.getByRole('button', { name: 'C’est cette personne' }).click();
  await page.locator('#verdict[data-outcome="accepted"]').waitFor();
  const list = await arrived(page, 2);
  assert.equal(list.length, 3, 'nobody was created');
  assert.ok(here(list).some((p) => p.first_name === 'Zoé'));

  // Who registered after this phone read its list: the server asks.
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Arrivée sans inscription' }).first().click();
  await dialog.getByLabel('Nom', { exact: true }).fill('Pinson');
  await dialog.getByLabel('Prénom').fill('Basile');
  await dialog.getByRole('button', { name: 'Non, c’est une autre personne' }).click();
  await dialog.getByText(/4e\s?personne pour 3\s?places/).waitFor();
  await accessible(page, 'walk-in, one too many');
  await dialog.getByRole('button', { name: 'Enregistrer l’arrivée' }).click();
  await page.locator('#verdict[data-outcome="accepted"]', { hasText: 'Basile Pinson' }).waitFor();
  assert.match(await page.locator('#verdict').innerText(), /Bienvenue[\s\S]*4e\s?personne pour 3\s?places/);
  await shot(page, 'over');
  await page.context().setOffline(false);
  await page.locator('#to-send').waitFor({ state: 'hidden', timeout: 30000 });
  assert.equal((await people(page)).filter((p) => p.name === 'Pinson').length, 2, 'the hand at the door decides');
});

test('the server asks about a namesake that this phone did not know', { timeout: 120000 }, async () => {
  const page = await phone();
  await page.route('**/liste*', (r) => r.abort());
  await register(await visitor(browser), server, event, { first: 'Céleste', last: 'Fauvette', email: 'celeste.fauvette@exemple.invalid' });
  await page.getByRole('button', { name: 'Arrivée sans inscription' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Arrivée sans inscription' });
  await dialog.getByLabel('Nom', { exact: true }).fill('Fauvette');
  await dialog.getByLabel('Prénom').fill('Céleste');
  await dialog.getByRole('button', { name: 'Enregistrer l’arrivée' }).click();
  await dialog.getByRole('group', { name: /Déjà inscrite/ }).waitFor();
  assert.equal((await people(page)).filter((p) => p.name === 'Fauvette').length, 1, 'nothing is created before the answer');
  await page.unroute('**/liste*');
  await dialog.getByRole('button', { name: 'C’est cette personne' }).click();
  await page.locator('#verdict:is([data-outcome="accepted"], [data-outcome="waitlisted"])').waitFor();
});

test('a name alone offline, completed from another phone', { timeout: 120000 }, async () => {
  const page = await phone();
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Arrivée à compléter' }).click();
  await page.getByRole('dialog', { name: 'Arrivée à compléter' }).getByLabel('Nom', { exact: true }).fill('Loriot');
  await accessible(page, 'a name alone');
  await shot(page, 'quick');
  await page.keyboard.press('Enter');
  await page.locator('#verdict[data-outcome="accepted"]').waitFor();
  await page.context().setOffline(false);
  await page.locator('#to-send').waitFor({ state: 'hidden', timeout: 30000 });

  const other = await phone();
  await other.getByRole('heading', { name: 'À compléter (1)' }).waitFor();
  await accessible(other, 'to complete');
  await other.getByRole('button', { name: 'Compléter', exact: true }).click();
  const dialog = other.getByRole('dialog', { name: 'Compléter l’arrivée' });
  await dialog.getByLabel('Prénom').fill('Diane');
  await dialog.getByLabel('Structure', { exact: true }).fill('CMP fictif de Béthune');
  await accessible(other, 'completing');
  await shot(other, 'complete');
  await dialog.getByRole('button', { name: 'Compléter' }).click();
  await other.locator('#verdict[data-outcome="completed"]').waitFor();
  const diane = (await people(other)).find((p) => p.name === 'Loriot');
  assert.equal(diane.first_name, 'Diane');
  assert.equal(diane.incomplete, undefined);
  assert.equal(await other.locator('#incomplete').isVisible(), false);
});

test('five colleagues come in with one ticket, offline', { timeout: 180000 }, async () => {
  const day = await createEvent(desk, server, { title: 'En équipe', capacity: 20 });
  const referent = await visitor(browser, { permissions: ['clipboard-read', 'clipboard-write'] });
  await referent.goto(server.url + day.path + '/inscription/groupe');
  await referent.getByLabel('Votre prénom').fill('Nora');
  await referent.getByLabel('Votre nom', { exact: true }).fill('Fauvette');
  await referent.getByLabel('Votre adresse électronique').fill('nora.fauvette@exemple.invalid');
  await referent.getByLabel('Structure', { exact: true }).fill('CH Lens');
  await referent.getByText('Coller une liste depuis un tableur').click();
  const field = referent.getByLabel('Collez ici des lignes de votre tableur');
  await field.focus();
  await referent.evaluate((t) => navigator.clipboard.writeText(t), ['Nom\tPrénom\tMétier', 'TARIN\tÉlie\tIDE', 'ROITELET\tCyr\tPsychologue', 'GRIVE\tAnna\tIDE', 'MERLE\tLou\tIDE', 'GEAI\tMax\tIDE'].join('\n'));
  await referent.keyboard.press('Control+V');
  await referent.getByText('5 lignes lues').waitFor();
  await referent.getByLabel(/^Mes collègues savent/).check();
  await referent.getByRole('button', { name: 'Inscrire mes collègues' }).last().click();
  await referent.waitForURL(/\/groupes\//);

  const at = await openDoor(desk, server, day, 'Porte');
  const page = await phone(at);
  await page.context().setOffline(true);
  await page.getByLabel('Rechercher un nom').fill('tarin');
  await page.getByRole('button', { name: 'Enregistrer l’arrivée' }).first().click();
  await page.getByRole('button', { name: 'Avec 4 collègues' }).click();
  await accessible(page, 'a group');
  await shot(page, 'group');
  await page.getByRole('button', { name: 'Enregistrer les 4 arrivées' }).click();
  await page.getByText(/Élie TARIN et 4 collègues/i).waitFor();
  await page.locator('#n-present', { hasText: /^5$/ }).waitFor(); // drawn just after the verdict
  await page.context().setOffline(false);
  await page.locator('#to-send').waitFor({ state: 'hidden', timeout: 30000 });
  assert.equal(here(await people(page, at)).length, 5);
});

test('a visitor fills the form of the poster, and is present by a scan', { timeout: 180000 }, async () => {
  const day = await createEvent(desk, server, { title: 'Porte ouverte', capacity: 1 });
  await desk.goto(server.url + day.desk + '/accueil/reglages');
  await desk.getByLabel(/Pas inscrit|sans inscription/).first().check();
  await desk.getByRole('button', { name: 'Enregistrer' }).click();
  const at = await openDoor(desk, server, day, 'Porte');
  const poster = await desk.request.get(server.url + day.desk + '/accueil/pas-inscrit.pdf');
  const address = await decode(pdfPage(await poster.body()));
  assert.match(address, /\/sur-place\/[a-z0-9]{41}$/);

  const guest = await visitor(browser, { phone: true });
  await guest.goto(address);
  await accessible(guest, 'visitor form');
  await shot(guest, 'visitor');
  await guest.getByRole('button', { name: 'Recevoir mon code' }).click();
  await guest.locator('#erreurs').waitFor();
  await guest.getByLabel('Prénom').fill('Anouk');
  await guest.getByLabel('Nom', { exact: true }).fill('Bergeronnette');
  await guest.getByLabel('Structure').fill('Association fictive');
  await guest.getByRole('button', { name: 'Recevoir mon code' }).click();
  await guest.getByRole('heading', { level: 1, name: 'Présentez ce code à l’accueil' }).waitFor();
  await accessible(guest, 'visitor code');
  await shot(guest, 'visitor-code');

  const clip = join(dir, 'visiteur.y4m');
  await film(clip, [guest.locator('.qr svg')]);
  const filming = await launch(clip);
  try {
    const volunteer = await visitor(filming, { phone: true, permissions: ['camera'] });
    await volunteer.goto(server.url + at);
    await volunteer.locator('html[data-ready="1"]').waitFor();
    await volunteer.getByRole('button', { name: 'Démarrer la caméra' }).click();
    await volunteer.locator('#verdict[data-outcome="accepted"]').waitFor();
    assert.match(await volunteer.locator('#verdict').innerText(), /Anouk Bergeronnette/);
  } finally { await filming.close(); }
  await guest.reload();
  await guest.getByText('Votre arrivée est notée').waitFor();
});

test('what is kept holds', () => assert.match(command(['check'], { dir }), /ordre/));
