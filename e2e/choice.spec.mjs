// A place that others grant, in a real browser on the real binary: the manager agrees, then the coordinator chooses.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { house } from './lib/house.mjs';
import { visitor, accessible } from './lib/browser.mjs';
import { createEvent } from './lib/desk.mjs';

let home, server, browser, desk;

before(async () => {
  home = await house();
  ({ server, browser, desk } = home);
});
after(() => home?.close());

const words = async (page) => (await page.locator('main').innerText()).replace(/[\u00a0\u202f]/g, ' ');

/** Asks for a place, naming a manager; gives the address of the personal page. */
async function ask(event, first, last) {
  const page = await visitor(browser, { phone: true });
  await page.goto(server.url + event.path + '/inscription');
  await page.getByLabel('Prénom').fill(first);
  await page.getByLabel('Nom', { exact: true }).fill(last);
  await page.locator('[name=email]').fill(`${last.toLowerCase()}@exemple.invalid`);
  await page.getByLabel('Fonction').selectOption({ label: 'Infirmier, infirmière' });
  await page.getByLabel('Structure').fill('CH Lens');
  await page.locator('[name=responsable]').fill('chefferie@exemple.invalid');
  await page.getByRole('button', { name: "S'inscrire" }).click();
  await page.waitForURL('**/inscriptions/*');
  return { page, path: new URL(page.url()).pathname };
}

/** The secret address that the manager's letter about somebody holds, as the coordinator may read it. */
async function managersLink(last) {
  await desk.goto(server.url + '/gestion/messages?mots=' + last);
  await desk.getByRole('link', { name: /^Votre accord est demandé/ }).first().click();
  await desk.getByRole('button', { name: /liens/ }).first().click();
  await desk.getByText(/\/accord\//).first().waitFor();
  return new URL(/https?:\/\/\S+\/accord\/[a-z0-9]+/.exec(await words(desk))[0]).pathname;
}

test('the manager agrees, the coordinator chooses: from the form to the ticket', { timeout: 240000 }, async () => {
  const event = await createEvent(desk, server, { title: 'Formation choisie', capacity: 1, plus: 20, from: '09:00', to: '12:30' });
  await desk.goto(server.url + event.desk + '/regles');
  for (const name of ['approval', 'manager']) await desk.locator(`[name=${name}]`).check();
  await desk.locator('main form[method=post] button.btn').last().click();
  await desk.getByText('Règles enregistrées').waitFor();

  const a = await ask(event, 'Ada', 'Alouette'), b = await ask(event, 'Basile', 'Becasse'), c = await ask(event, 'Celeste', 'Corneille');
  assert.match(await words(a.page), /responsable/);

  const manager = await visitor(browser, { phone: true });
  for (const [last, button] of [['Alouette', 'Je suis d’accord'], ['Becasse', 'Je suis d’accord'], ['Corneille', 'Je ne suis pas d’accord']]) {
    const link = await managersLink(last);
    await manager.goto(server.url + link);
    await accessible(manager, 'the request to a manager');
    await manager.getByLabel('Un mot').fill('Vu avec le cadre.');
    await manager.getByRole('button', { name: button }).click();
    await manager.getByText('Merci, votre réponse est enregistrée').waitFor();
    await manager.goto(server.url + link); // opened again: it says what was answered, and asks nothing
    assert.match(await words(manager), /Vous avez répondu/);
    assert.equal(await manager.getByRole('button', { name: /accord/ }).count(), 0);
  }
  await c.page.goto(server.url + c.path);
  assert.doesNotMatch(await words(c.page), /Inscription confirmée/);

  await desk.goto(server.url + '/gestion');
  await desk.getByRole('link', { name: /^Répondre/ }).click();
  await desk.waitForURL('**/candidatures');
  await accessible(desk, 'the board');
  await desk.getByRole('link', { name: 'Tout cocher' }).click();
  await desk.getByLabel('Choisir Ada Alouette').uncheck();
  await desk.getByLabel('Retenir').check();
  await desk.getByLabel('Un mot').fill('Bienvenue.');
  await desk.getByRole('button', { name: 'Voir le message' }).click();
  await desk.getByRole('region', { name: 'Aperçu du message' }).waitFor();
  await accessible(desk, 'the board, with the letter');
  await desk.getByRole('button', { name: 'Répondre', exact: true }).click();
  await desk.getByText('1 place attribuée').waitFor();
  await desk.getByLabel('Choisir Ada Alouette').check();
  await desk.getByLabel('Refuser').check();
  await desk.getByRole('button', { name: 'Répondre', exact: true }).click();
  await desk.getByText('1 refus').waitFor();

  await b.page.goto(server.url + b.path);
  assert.match(await words(b.page), /Inscription confirmée/);
  assert.ok(await b.page.locator('.ticket svg').count(), 'the ticket is there');
  await a.page.goto(server.url + a.path);
  assert.doesNotMatch(await words(a.page), /Inscription confirmée/);
});
