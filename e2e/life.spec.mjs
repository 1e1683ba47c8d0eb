// The life of a registration in a real browser on the real binary: the list moves, a seat changes hands.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { house } from './lib/house.mjs';
import { command } from './lib/server.mjs';
import { visitor, accessible } from './lib/browser.mjs';
import { createEvent, openDoor, register } from './lib/desk.mjs';

let home, dir, server, browser, desk;

before(async () => {
  home = await house();
  ({ dir, server, browser, desk } = home);
});
after(() => home?.close());

/** Registers somebody on an own phone; gives the page and the path of the registration. */
async function person(event, first, last) {
  const page = await visitor(browser, { phone: true });
  const path = await register(page, server, event, { first, last, email: `${last.toLowerCase()}@exemple.invalid` });
  return { page, path, main: async () => (await page.goto(server.url + path), (await page.locator('main').innerText()).replace(/[\u00a0\u202f]/g, ' ')) };
}

async function cancel({ page, path }) {
  await page.goto(server.url + path + '/annuler');
  await accessible(page, 'cancel, with a reason');
  await page.getByLabel('Raison').fill('Réunion de service');
  await page.getByRole('button', { name: 'Annuler mon inscription' }).click();
  await page.getByText('Vous avez annulé votre inscription').waitFor();
}

test('the list: who leaves lets the first one in; by offer, one takes it or leaves it', { timeout: 180000 }, async () => {
  const event = await createEvent(desk, server, { title: 'Une place, trois personnes', capacity: 1, plus: 5, from: '09:00', to: '12:30' });
  const a = await person(event, 'Ada', 'Alouette'), b = await person(event, 'Basile', 'Bécasse'), c = await person(event, 'Céleste', 'Corneille');
  assert.match(await c.main(), /vous êtes 2e sur 2/);
  await cancel(a);
  assert.match(await b.main(), /Inscription confirmée/);
  assert.match(await c.main(), /en tête de la liste/);

  // From now on a seat is offered.
  await desk.goto(server.url + event.desk + '/regles');
  await desk.locator('[name=promotion][value=offer], select[name=promotion]').first().evaluate((e) => {
    if (e instanceof HTMLSelectElement) e.value = 'offer'; else e.checked = true;
  });
  await desk.locator('main form[method=post] button.btn').last().click();
  await desk.getByText('Règles enregistrées').waitFor();
  const d = await person(event, 'Dora', 'Draine');
  await cancel(b);
  assert.match(await c.main(), /Une place vous est proposée/);
  await accessible(c.page, 'offered');
  await c.page.getByRole('button', { name: 'La laisser' }).click();
  await c.page.getByText('Vous avez annulé votre inscription').waitFor();
  assert.match(await d.main(), /Une place vous est proposée/);
  await d.page.getByRole('button', { name: 'Prendre cette place' }).click();
  await d.page.getByText('Inscription confirmée').waitFor();

  // Who left comes back without typing anything again.
  await a.main();
  await a.page.getByRole('link', { name: 'Me réinscrire' }).click();
  assert.equal(await a.page.getByLabel('Prénom').inputValue(), 'Ada');
  await accessible(a.page, 'form, filled');
  await a.page.getByRole('button', { name: "S'inscrire" }).click();
  await a.page.getByText('en tête de la liste').waitFor();
  assert.match(command(['check'], { dir }), /ordre/);
});

test('a colleague carries the seat: the old ticket is told at the door, the new one lets in; then at the door itself', { timeout: 180000 }, async () => {
  const event = await createEvent(desk, server, { title: 'Remplacement', capacity: 2 });
  const a = await person(event, 'Ada', 'Hirondelle'), other = await person(event, 'Bruno', 'Loriot');
  const code = async (p) => (await p.page.goto(server.url + p.path), (await p.page.locator('.ticket .code').innerText()).trim());
  const old = await code(a);
  await a.page.getByRole('link', { name: 'Me faire remplacer' }).click();
  await accessible(a.page, 'replace');
  await a.page.getByLabel('Prénom').fill('Zélie');
  await a.page.getByLabel('Nom', { exact: true }).fill('Verdier');
  await a.page.getByLabel('Adresse électronique').fill('zelie.verdier@exemple.invalid');
  await a.page.getByLabel('Fonction').selectOption({ label: 'Infirmier, infirmière' });
  await a.page.getByLabel(/sait que je l’inscris/).check();
  await a.page.getByRole('button', { name: 'Donner la place' }).click();
  await a.page.getByRole('heading', { name: 'Votre place est à Zélie' }).waitFor();
  await accessible(a.page, 'replaced');
  assert.ok(!(await a.page.content()).includes('billet.pdf'), 'the old ticket is gone');

  const door = await openDoor(desk, server, event, 'Porte');
  const volunteer = await visitor(browser, { phone: true });
  await volunteer.goto(server.url + door);
  await volunteer.locator('html[data-ready="1"]').waitFor();
  const scan = async (typed, outcome) => {
    await volunteer.getByLabel('Code du billet').fill(typed);
    await volunteer.getByRole('button', { name: 'Valider' }).click();
    await volunteer.locator(`#verdict[data-outcome="${outcome}"]`).waitFor();
  };
  await scan(old, 'replaced');
  assert.match(await volunteer.locator('#verdict').innerText(), /remplacé/i);
  await volunteer.getByLabel('Rechercher un nom').fill('verdier');
  await volunteer.getByRole('button', { name: /Enregistrer l’arrivée/ }).first().click();
  await volunteer.locator('#verdict[data-outcome="accepted"]').waitFor();
  assert.match(await volunteer.locator('#verdict').innerText(), /Zélie Verdier/);

  // A colleague who takes somebody's place, at the door.
  await volunteer.getByRole('button', { name: 'Arrivée sans inscription' }).first().click();
  await volunteer.locator('#walkin').getByText('Facultatif').click();
  await volunteer.getByLabel('Remplace un collègue inscrit').fill('loriot');
  await volunteer.getByRole('button', { name: 'Prendre sa place' }).first().click();
  await volunteer.getByText('Prend la place de Bruno Loriot').waitFor();
  await accessible(volunteer, 'door, replacement');
  await volunteer.locator('#walkin-last').fill('Mésange');
  await volunteer.locator('#walkin-first').fill('Ode');
  await volunteer.locator('#walkin-form button[type=submit]').click();
  await volunteer.locator('#verdict[data-outcome="accepted"]', { hasText: 'Ode Mésange' }).waitFor();
  assert.match(await other.main(), /Votre place est à Ode/);
  assert.match(command(['check'], { dir }), /ordre/);
});

test('details kept on this device: after a tick, used, then forgotten', { timeout: 120000 }, async () => {
  const one = await createEvent(desk, server, { title: 'Première', plus: 6, from: '09:00', to: '12:30' });
  const two = await createEvent(desk, server, { title: 'Deuxième', plus: 7, from: '09:00', to: '12:30' });
  const page = await visitor(browser, { phone: true });
  await page.goto(server.url + one.path + '/inscription');
  assert.equal(await page.getByLabel('Retenir mes coordonnées sur cet appareil').isChecked(), false);
  await register(page, server, one, { first: 'Ada', last: 'Sittelle', email: 'ada.sittelle@exemple.invalid' });
  assert.equal(await page.evaluate(() => localStorage.length), 0, 'nothing is kept without the tick');
  await page.goto(server.url + two.path + '/inscription');
  assert.equal(await page.getByRole('button', { name: 'Utiliser mes coordonnées' }).count(), 0);
  await page.getByLabel('Prénom').fill('Ada');
  await page.getByLabel('Nom', { exact: true }).fill('Sittelle');
  await page.getByLabel('Retenir mes coordonnées sur cet appareil').check();
  await page.getByRole('button', { name: "S'inscrire" }).click();
  await page.getByText('Indiquez votre adresse électronique').first().waitFor();
  await page.goto(server.url + two.path + '/inscription');
  await page.getByRole('button', { name: 'Utiliser mes coordonnées' }).click();
  assert.equal(await page.getByLabel('Nom', { exact: true }).inputValue(), 'Sittelle');
  await accessible(page, 'form, details known');
  await page.getByRole('button', { name: 'Les effacer' }).click();
  assert.equal(await page.evaluate(() => localStorage.length), 0);
});
