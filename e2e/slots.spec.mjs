// Half-days one by one: departures, people counted without a name on two phones, an absence excused for one half-day.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { house } from './lib/house.mjs';
import { command } from './lib/server.mjs';
import { visitor, accessible } from './lib/browser.mjs';
import { createEvent, openDoor, register } from './lib/desk.mjs';

let home, dir, server, browser, desk, event, door;

before(async () => {
  home = await house();
  ({ dir, server, browser, desk } = home);
  event = await createEvent(desk, server, { title: 'Journée des demi-journées' });
  for (const first of ['Alba', 'Bruno']) {
    await register(await visitor(browser), server, event, { first, last: 'Essai', email: `${first.toLowerCase()}@exemple.invalid` });
  }
  await desk.goto(server.url + event.desk + '/accueil');
  await desk.getByRole('link', { name: /Ce que l’accueil demande/ }).click();
  await desk.getByLabel('Noter aussi les départs').check();
  await accessible(desk, 'what the door asks');
  await desk.getByRole('button', { name: 'Enregistrer', exact: true }).click();
  door = await openDoor(desk, server, event, 'Porte A');
});
after(() => home?.close());

async function phoneAt(address) {
  const page = await visitor(browser, { phone: true });
  await page.goto(server.url + address);
  await page.locator('html[data-ready="1"]').waitFor();
  return page;
}

/** Does what the button beside a name says. */
async function name(page, who, button, outcome) {
  await page.getByLabel('Rechercher un nom').fill(who);
  await page.getByRole('button', { name: button }).first().click();
  await page.locator(`#verdict[data-outcome="${outcome}"]`, { hasText: who }).waitFor();
}

test('departures: noted by a second passage or in the mode « Sorties », without network too', { timeout: 120000 }, async () => {
  const phone = await phoneAt(door);
  await name(phone, 'Alba', 'Enregistrer l’arrivée', 'accepted');
  const list = await (await desk.request.get(`${server.url}/api${door}/liste`)).json();
  const alba = list.people.find((p) => p.first_name === 'Alba');
  assert.ok(alba, 'she is in the list');
  const seen = await phoneAt(door); // another phone, which knows her present
  await seen.locator('#n-inside', { hasText: '1' }).waitFor();
  await seen.context().setOffline(true);
  await seen.getByText('Sorties', { exact: true }).click();
  await seen.locator('#leaving').waitFor();
  await accessible(seen, 'the mode of departures');
  await name(seen, 'Alba', 'Noter son départ', 'left');
  await accessible(seen, 'a departure');
  await name(seen, 'Bruno', 'Noter son départ', 'left_unseen');
  await seen.locator('#n-inside', { hasText: '0' }).waitFor();
  await seen.reload({ waitUntil: 'domcontentloaded' }).catch(() => undefined);
  await seen.context().setOffline(false);
  await seen.goto(server.url + door);
  await seen.locator('#leaving').waitFor(); // the mode is kept
  await seen.locator('#to-send').waitFor({ state: 'hidden' });
  const after = (await (await desk.request.get(`${server.url}/api${door}/liste`)).json()).people;
  assert.equal(Object.keys(after.find((p) => p.first_name === 'Alba').left ?? {}).length, 1, 'the departure is known to all');
  assert.equal(after.find((p) => p.first_name === 'Bruno').present, undefined);

  await seen.getByText('Entrées', { exact: true }).click();
  await name(seen, 'Alba', 'Noter son retour', 'back');
  await seen.locator('#n-inside', { hasText: '1' }).waitFor();
});

test('two phones count the public without network, and add up', { timeout: 120000 }, async () => {
  const phones = [await phoneAt(door), await phoneAt(door)];
  for (const [i, phone] of phones.entries()) {
    await phone.context().setOffline(true);
    await phone.getByRole('button', { name: 'Compter le public' }).click();
    const plus = phone.getByRole('button', { name: 'Un de plus : Public' });
    for (let n = 0; n < 5 + i; n++) await plus.click();
    await phone.getByRole('button', { name: 'Un de moins : Public' }).click();
    await phone.locator('[data-category=public] .heads-mine', { hasText: `${4 + i} sur ce téléphone` }).waitFor();
    assert.equal(await phone.getByRole('button', { name: 'Un de moins : Proches' }).isDisabled(), true);
    await accessible(phone, 'counting');
  }
  for (const phone of phones) await phone.context().setOffline(false);
  for (const phone of phones) await phone.locator('[data-category=public] .heads-total', { hasText: '9' }).waitFor({ timeout: 40000 });
  await desk.goto(server.url + event.desk + '#decompte');
  const counts = await desk.locator('#decompte table').innerText();
  assert.match(counts, /Public\s+9/);
  await accessible(desk, 'the counts at the desk');
});

test('the desk corrects hours and excuses one half-day, with reasons', { timeout: 120000 }, async () => {
  await desk.goto(server.url + event.desk + '/inscriptions');
  await accessible(desk, 'the list with statuses');
  await desk.getByRole('link', { name: /Essai Alba/ }).click();
  await desk.getByText('Corriger les heures').click();
  await desk.getByLabel('Arrivée', { exact: true }).fill('09:10');
  await desk.getByLabel('Départ', { exact: true }).fill('10:10');
  await desk.getByLabel('Raison de la correction').fill('La feuille de la salle');
  await desk.getByRole('button', { name: 'Enregistrer les heures' }).click();
  await desk.getByText(/départ à 10\sh\s10/).waitFor();
  await desk.getByText(/gestes notés/).first().click();
  await accessible(desk, 'a registration with its facts');
  await desk.goto(server.url + event.desk + '/inscriptions');
  await desk.getByRole('link', { name: /Essai Bruno/ }).click();
  await desk.getByText('Excuser cette demi-journée').click();
  await desk.getByLabel('Motif de l’excuse').fill('Retenu par le service');
  await accessible(desk, 'the excuse of a half-day');
  await desk.getByRole('button', { name: 'Excuser', exact: true }).click();
  await desk.getByText('Retenu par le service').first().waitFor();
  await desk.goto(server.url + event.desk + '/inscriptions?presence=Excus%C3%A9e');
  assert.match(await desk.locator('#inscriptions').innerText(), /Essai Bruno/);
  await desk.goto(server.url + event.desk + '/corrections');
  await accessible(desk, 'corrections');
});

test('the data is sound', () => { assert.match(command(['check'], { dir }), /./); });
