// The door as somebody sees it for the first time: what must hold on one screen holds, what must differ differs.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { build, folder, remove, serve } from './lib/server.mjs';
import { launch, visitor, accessible } from './lib/browser.mjs';
import { decode, film } from './lib/picture.mjs';
import { createEvent, firstRun, openDoor, register } from './lib/desk.mjs';

let dir, server, browser, camera, desk, event, door;

before(async () => {
  build();
  dir = folder();
  server = await serve(dir);
  browser = await launch();
  desk = await visitor(browser);
  await firstRun(desk, server);
  event = await createEvent(desk, server, { title: 'Une journée dont le titre tient difficilement sur une ligne', capacity: 30 });
  await register(await visitor(browser), server, event, { first: 'Zoé', last: 'Essai', email: 'essai@exemple.invalid' });
  door = await openDoor(desk, server, event, 'Porte principale');
  await desk.goto(`${server.url}${event.desk}/accueil/reglages`);
  await desk.getByLabel('Noter aussi les départs').check();
  await desk.getByRole('button', { name: 'Enregistrer', exact: true }).click();
  await film(join(dir, 'wall.y4m'), [desk.getByRole('heading', { level: 1 })]);
  camera = await launch(join(dir, 'wall.y4m'));
});
after(async () => {
  await camera?.close();
  await browser?.close();
  await server?.stop();
  if (dir) remove(dir);
});

async function phone(width, height) {
  const page = await visitor(camera, { viewport: { width, height } });
  await page.goto(server.url + door);
  await page.locator('html[data-ready="1"]').waitFor();
  return page;
}

const seen = async (page, locator) => {
  const box = await locator.boundingBox();
  return box && box.y >= 0 && box.y + box.height <= page.viewportSize().height;
};

test('camera, verdict and search hold on one screen of a phone', { timeout: 60000 }, async () => {
  const page = await phone(390, 844);
  assert.ok(await seen(page, page.getByRole('button', { name: 'Chercher', exact: true })), 'search, camera off');
  await page.getByRole('button', { name: 'Démarrer la caméra' }).click();
  await page.locator('#camera[data-state=on]').waitFor();
  for (const part of ['#video', '#verdict', '#search-form']) assert.ok(await seen(page, page.locator(part)), `${part}, camera on`);
  await accessible(page, 'the camera films');
  assert.equal(await page.locator('#slot').isVisible(), false, 'one half-day leaves nothing to choose');

  const wide = await phone(844, 390);
  await wide.getByRole('button', { name: 'Démarrer la caméra' }).click();
  await wide.locator('#camera[data-state=on]').waitFor();
  assert.ok(await seen(wide, wide.locator('#verdict-todo')), 'the verdict, phone held sideways');
  await wide.getByRole('button', { name: 'Arrivée sans inscription' }).first().click();
  assert.ok(await seen(wide, wide.getByRole('dialog').getByRole('button', { name: 'Enregistrer l’arrivée' })), 'what ends the dialog stays in sight');
  await accessible(wide, 'walk-in, phone held sideways');
});

test('the mode « Sorties » changes the head of the page', { timeout: 60000 }, async () => {
  const page = await phone(390, 844);
  const colour = () => page.locator('.top').evaluate((top) => getComputedStyle(top).backgroundColor);
  const arrivals = await colour();
  await page.getByText('Sorties', { exact: true }).click();
  await page.locator('#leaving').waitFor();
  assert.notEqual(await colour(), arrivals);
  await accessible(page, 'departures');
});

test('two people let in under the same name are two points, told apart', { timeout: 60000 }, async () => {
  const page = await phone(390, 844);
  for (let i = 0; i < 2; i++) {
    await page.getByRole('button', { name: 'Arrivée à compléter' }).click();
    const dialog = page.getByRole('dialog', { name: 'Arrivée à compléter' });
    await dialog.getByLabel('Nom', { exact: true }).fill('Loriot');
    await dialog.getByRole('button', { name: 'Enregistrer l’arrivée' }).click();
    await page.waitForFunction((n) => document.querySelectorAll('#lines li').length === n, i + 1);
  }
  await page.waitForFunction(() => document.getElementById('n-queue')?.textContent === '0');
  await desk.goto(`${server.url}${event.desk}/conflits`);
  assert.equal(await desk.getByRole('article').count(), 2);
  await accessible(desk, 'conflicts of the same name');
});

test('the words that ask for a code have room on a phone', { timeout: 60000 }, async () => {
  await desk.goto(`${server.url}${event.desk}/accueil/reglages`);
  await desk.getByLabel('Confirmer sa présence sur son propre téléphone').check();
  await desk.getByRole('button', { name: 'Enregistrer', exact: true }).click();
  await desk.goto(`${server.url}${event.desk}/code`);
  const guest = await visitor(browser, { phone: true });
  await guest.goto(await decode(await desk.screenshot()));
  const hint = await guest.getByText('6 lettres, sur l’écran').boundingBox();
  assert.ok(hint && hint.width > 250, `${hint?.width} px for the hint`);
  await accessible(guest, 'self check-in');
});

test('a revoked door says whom to write to', { timeout: 60000 }, async () => {
  const path = await openDoor(desk, server, event, 'Porte du fond');
  const page = await visitor(browser, { phone: true });
  await page.route(server.url + path, async (route) => { // the house has given an address
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: (await answer.text()).replace(/data-contact="[^"]*"/, 'data-contact="accueil@exemple.invalid"') });
  });
  await page.goto(server.url + path);
  await page.locator('html[data-ready="1"]').waitFor();
  await desk.getByRole('button', { name: /Révoquer/ }).first().click();
  await desk.getByRole('dialog').getByRole('button', { name: /Révoquer/ }).click();
  await page.getByLabel('Rechercher un nom').fill('essai');
  await page.getByRole('button', { name: 'Enregistrer l’arrivée' }).first().click();
  await page.locator('#closed').waitFor();
  const said = await page.locator('#closed-contact').innerText();
  assert.match(said, /^Écrivez à \S+@/);
  await accessible(page, 'closed door');
});
