// A phone that dies hands its arrivals to another; phones are made ready before the day. Nothing is mocked but the
// camera's picture: one phone's screen is filmed, the other's camera reads it.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { house } from './lib/house.mjs';
import { command } from './lib/server.mjs';
import { launch, visitor, accessible } from './lib/browser.mjs';
import { createEvent, openDoor } from './lib/desk.mjs';
import { film } from './lib/picture.mjs';

const PEOPLE = 29;
let home, dir, server, browser, desk;

before(async () => {
  home = await house();
  ({ dir, server, browser, desk } = home);
});
after(() => home?.close());

/** Registers people by the public form, filled once by hand and sent again under other names. */
async function registerMany(event, names) {
  const page = await visitor(browser);
  await page.goto(server.url + event.path + '/inscription');
  await page.getByLabel('Fonction').selectOption({ index: 1 });
  await page.getByLabel('Structure').fill('Centre hospitalier de Lens');
  const failed = await page.evaluate(async (names) => {
    const form = /** @type {HTMLFormElement} */ (document.querySelector('main form[method=post]'));
    const byLabel = (text) => [...document.querySelectorAll('label')].find((l) => l.textContent.trim() === text).htmlFor;
    const wrong = [];
    for (const name of names) {
      const data = new FormData(form);
      data.set(byLabel('Prénom'), 'Essai');
      data.set(byLabel('Nom'), name);
      data.set(byLabel('Adresse électronique'), `${name.toLowerCase()}@exemple.invalid`);
      const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(/** @type {any} */ (data)) });
      if (!answer.redirected) wrong.push(`${name}: ${answer.status}`);
    }
    return wrong;
  }, names);
  assert.deepEqual(failed, []);
}

/** A phone at a door, its list read. */
async function phoneAt(on, door, more = {}) {
  const page = await visitor(on, { phone: true, ...more });
  await page.goto(server.url + door);
  await page.locator('html[data-ready="1"]').waitFor();
  return page;
}

const listOf = async (door) => (await desk.request.get(`${server.url}/api${door}/liste`)).json();
const presentIn = (list) => list.people.filter((p) => p.present && Object.keys(p.present).length);

test('thirty arrivals pass from a phone without network to another, and count once', { timeout: 300000 }, async () => {
  const event = await createEvent(desk, server, { title: 'Téléphone qui meurt' });
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  const names = Array.from({ length: PEOPLE }, (_, i) => `Oiseau${letters[i % 26]}${letters[(i * 7) % 26]}${letters[i % 5]}`);
  await registerMany(event, names);
  const door = await openDoor(desk, server, event, 'Porte A'), other = await openDoor(desk, server, event, 'Porte B');
  const dying = await phoneAt(browser, door);
  await dying.context().setOffline(true);
  for (const name of names) {
    await dying.getByLabel('Rechercher un nom').fill(name);
    await dying.getByRole('button', { name: 'Enregistrer l’arrivée' }).first().click();
    await dying.locator('#verdict[data-outcome="accepted"]', { hasText: name }).waitFor();
  }
  await dying.getByRole('button', { name: 'Arrivée sans inscription' }).first().click();
  const form = dying.getByRole('dialog');
  await form.getByLabel('Nom', { exact: true }).fill('Passante');
  await form.getByLabel('Prénom').fill('Zoé');
  await form.getByRole('button', { name: 'Enregistrer l’arrivée' }).click();
  await dying.locator('#to-send', { hasText: '30' }).waitFor();
  assert.equal(presentIn(await listOf(door)).length, 0);

  await dying.getByRole('button', { name: 'Transmettre les arrivées non envoyées' }).click();
  const code = dying.locator('#handover-code');
  await code.waitFor();
  assert.match(await dying.locator('#handover').innerText(), /30\sarrivées/);
  await dying.getByRole('button', { name: 'Pause' }).click();
  await accessible(dying, 'handing over');
  const total = Number(/sur (\d+)/.exec(await dying.locator('#handover-place').innerText())[1]);
  assert.ok(total >= 3 && total <= 12, `${total} codes`);
  // Filmed as they come round, from any of them.
  const clip = join(dir, 'codes.y4m');
  const shown = Array.from({ length: total }, () => ({ page: () => dying, screenshot: async () => {
    await dying.getByRole('button', { name: 'Suivant' }).click();
    return code.screenshot();
  } }));
  await film(clip, shown, { width: 960, height: 720, frames: 8 });

  const camera = await launch(clip);
  try {
    const heir = await phoneAt(camera, other, { permissions: ['camera'] });
    await heir.getByRole('button', { name: 'Recevoir d’un autre téléphone' }).click();
    await accessible(heir, 'receiving');
    await heir.getByRole('button', { name: 'Filmer les codes' }).click();
    await heir.locator('#verdict[data-outcome="received"]').waitFor({ timeout: 120000 });
    assert.match(await heir.locator('#verdict').innerText(), /Tout est reçu[\s\S]*30\sarrivées sur ce téléphone/);
    await heir.locator('#to-send').waitFor({ state: 'hidden', timeout: 30000 });
    await accessible(heir, 'all received');
  } finally { await camera.close(); }
  const list = await listOf(door);
  assert.equal(presentIn(list).length, 30, 'each is there');
  assert.equal(list.people.length, 30, 'the walk-in is registered once');

  await dying.getByRole('button', { name: 'L’autre téléphone a tout lu' }).click();
  await dying.locator('#to-send', { hasText: 'transmises à un autre téléphone' }).waitFor();
  await accessible(dying, 'handed over');
  // It comes back, and sends the same nonces.
  await dying.context().setOffline(false);
  await dying.locator('#to-send').waitFor({ state: 'hidden', timeout: 60000 });
  const after = await listOf(door);
  assert.deepEqual(presentIn(after).map((p) => [p.id, p.present]).sort(), presentIn(list).map((p) => [p.id, p.present]).sort());
  assert.equal(after.people.length, 30);
  assert.match(command(['check'], { dir }), /ordre/);
});

test('without a camera a file passes them; what the other phone holds already is not taken twice', { timeout: 120000 }, async () => {
  const event = await createEvent(desk, server, { title: 'Par fichier' });
  await registerMany(event, ['Alouette', 'Bruant', 'Cigogne']);
  const door = await openDoor(desk, server, event, 'Porte');
  const dying = await phoneAt(browser, door), heir = await phoneAt(browser, door);
  await dying.context().setOffline(true);
  await heir.context().setOffline(true);
  const arrive = async (name) => {
    await dying.getByLabel('Rechercher un nom').fill(name);
    await dying.getByRole('button', { name: 'Enregistrer l’arrivée' }).first().click();
    await dying.locator('#verdict[data-outcome="accepted"]', { hasText: name }).waitFor();
  };
  const pass = async () => {
    await dying.getByRole('button', { name: 'Transmettre les arrivées non envoyées' }).click();
    const [download] = await Promise.all([dying.waitForEvent('download'), dying.getByRole('button', { name: 'Passer par un fichier' }).click()]);
    await dying.locator('#handover-close').click();
    await heir.getByRole('button', { name: 'Recevoir d’un autre téléphone' }).click();
    await heir.getByLabel('Ou ouvrir le fichier reçu').setInputFiles(await download.path());
    await heir.locator('#verdict[data-outcome="received"]').waitFor();
  };
  await arrive('Alouette');
  await arrive('Bruant');
  await pass();
  await heir.locator('#to-send', { hasText: /^2\s/ }).waitFor();
  await heir.locator('#n-present', { hasText: /^2$/ }).waitFor(); // drawn just after the verdict
  await arrive('Cigogne');
  await pass();
  await heir.locator('#to-send', { hasText: /^3\s/ }).waitFor();
  await accessible(heir, 'received by a file');
  await heir.getByRole('button', { name: 'Recevoir d’un autre téléphone' }).click();
  await heir.getByLabel('Ou ouvrir le fichier reçu').setInputFiles({ name: 'autre.txt', mimeType: 'text/plain', buffer: Buffer.from('bonjour') });
  await heir.locator('#verdict[data-outcome="misfit"]').waitFor();
  await accessible(heir, 'not such a file');
  await heir.context().setOffline(false);
  await heir.locator('#to-send').waitFor({ state: 'hidden', timeout: 60000 });
  assert.equal(presentIn(await listOf(door)).length, 3);
});

test('the day before, a phone makes itself ready: list, page, camera, test ticket', { timeout: 180000 }, async () => {
  const event = await createEvent(desk, server, { title: 'Demain', plus: 1 });
  const door = await openDoor(desk, server, event, 'Porte');
  assert.match(await desk.locator('.trial').innerText(), /Billet d’essai/);
  await accessible(desk, 'a door’s page with its test ticket');
  const clip = join(dir, 'essai.y4m');
  await film(clip, [desk.locator('.trial svg')]);
  const camera = await launch(clip);
  try {
    const phone = await phoneAt(camera, door, { permissions: ['camera'] });
    await phone.getByRole('button', { name: 'Vérifier ce téléphone' }).click();
    const end = phone.locator('#ready-end');
    await end.waitFor({ timeout: 60000 });
    assert.equal(await end.innerText(), 'Prêt sans réseau', await phone.locator('#ready-list').innerText());
    await accessible(phone, 'ready');
    const checks = await phone.locator('#ready-list').innerText();
    assert.match(checks, /0 personne sur ce téléphone[\s\S]*s’ouvre sans réseau[\s\S]*Billet d’essai lu/);
    await phone.getByRole('button', { name: 'Fermer' }).click();
    assert.equal(await phone.locator('#to-send').isVisible(), false);
    // The door’s own camera knows it too: nothing is recorded, nothing is sent.
    await phone.getByRole('button', { name: 'Démarrer la caméra' }).click();
    await phone.locator('#verdict[data-outcome="trial"]').waitFor({ timeout: 60000 });
    await accessible(phone, 'test ticket read');
    assert.equal(await phone.locator('#n-queue').innerText(), '0');
    await phone.reload();
    await phone.locator('html[data-ready="1"]').waitFor();
    assert.equal(await phone.getByRole('button', { name: 'Vérifier ce téléphone' }).count(), 0, 'offered once');
    await phone.getByRole('button', { name: /Prêt sans réseau/ }).waitFor();
  } finally { await camera.close(); }
});

test('a phone that is not ready says what to do', { timeout: 120000 }, async () => {
  const event = await createEvent(desk, server, { title: 'Sans caméra', plus: 1 });
  const door = await openDoor(desk, server, event, 'Porte');
  const phone = await phoneAt(browser, door);
  await phone.getByRole('button', { name: /Prêt sans réseau/ }).click();
  await phone.locator('#ready-end').waitFor({ timeout: 60000 });
  assert.match(await phone.locator('#ready-end').innerText(), /Pas encore prêt\s: 2 points à reprendre/);
  assert.equal(await phone.locator('.check[data-state="no"]').count(), 2, 'the camera and its ticket');
  await accessible(phone, 'not ready');
});

test('the phone’s settings, by keyboard alone, are kept', { timeout: 120000 }, async () => {
  const event = await createEvent(desk, server, { title: 'Réglages' });
  const door = await openDoor(desk, server, event, 'Porte');
  const phone = await phoneAt(browser, door);
  await phone.getByRole('button', { name: 'Réglages de ce téléphone' }).focus();
  await phone.keyboard.press('Enter');
  const name = phone.getByLabel('Donnez un nom à ce téléphone');
  await name.waitFor();
  assert.equal(await name.inputValue(), 'Téléphone 1');
  await accessible(phone, 'settings');
  await name.focus();
  await phone.keyboard.press('Control+A');
  await phone.keyboard.type('Entrée nord');
  const heard = phone.waitForResponse((r) => r.url().endsWith('/appareil') && r.request().postData().includes('Entrée nord'));
  await phone.keyboard.press('Tab'); // to the cameras
  assert.equal((await (await heard).json()).label, 'Entrée nord');
  await phone.keyboard.press('ArrowDown');
  assert.equal(await phone.getByLabel('Caméra').last().inputValue(), 'user');
  for (const label of ['Grands caractères', 'Boutons à gauche, pour la main gauche', 'Son']) {
    await phone.getByRole('checkbox', { name: label, exact: true }).focus();
    await phone.keyboard.press('Space');
  }
  await phone.getByRole('radio', { name: 'Comme le téléphone' }).focus();
  await phone.keyboard.press('ArrowDown');
  await phone.keyboard.press('Enter');
  await phone.locator('#comfort').waitFor({ state: 'hidden' });
  await phone.reload();
  await phone.locator('html[data-ready="1"][data-night="dark"][data-text="big"][data-hand="left"]').waitFor();
  assert.equal(await phone.getByRole('button', { name: 'Son', exact: true }).getAttribute('aria-pressed'), 'false');
  await accessible(phone, 'dark, big, left');
  await phone.getByRole('button', { name: 'Réglages de ce téléphone' }).click();
  assert.equal(await name.inputValue(), 'Entrée nord');
  assert.equal(await phone.getByRole('radio', { name: 'Sombres, pour la nuit' }).isChecked(), true);
  await accessible(phone, 'settings, dark');
});
