// The coordinator's day: two phones contradict each other and it is mended; the screen follows; closing waits for a
// phone that holds arrivals, until it is no longer waited for.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { house } from './lib/house.mjs';
import { visitor, accessible } from './lib/browser.mjs';
import { createEvent, openDoor, register } from './lib/desk.mjs';

let home, server, browser, desk, event, door, people, slot;

/** What a phone says to the door. */
const say = async (path, data) => (await desk.request.post(`${server.url}/api${door}/${path}`, { data })).json();
const scan = (device, nonce, name, at, sent = at) => say('scans', { device, sent_at: sent.toISOString(), queued: 0,
  scans: [{ nonce, registration: people.get(name), slot, at: at.toISOString(), kind: 'in' }] });
const minutesAgo = (n) => new Date(Date.now() - n * 60_000);

before(async () => {
  home = await house();
  ({ server, browser, desk } = home);
  event = await createEvent(desk, server, { title: 'Journée des téléphones', capacity: 10 });
  for (const [first, last] of [['Alba', 'Mésange'], ['Bruno', 'Pinson'], ['Cyr', 'Tarin']]) {
    await register(await visitor(browser), server, event, { first, last, email: `${first.toLowerCase()}@exemple.invalid` });
  }
  door = await openDoor(desk, server, event, 'Porte A');
  const list = await (await desk.request.get(`${server.url}/api${door}/liste`)).json();
  people = new Map(list.people.map((p) => [p.first_name, p.id]));
  slot = list.slots[0].id;
});
after(() => home?.close());

test('the screen of the day follows the arrivals by itself, and can be suspended', { timeout: 120000 }, async () => {
  await desk.goto(server.url + event.desk + '/direct');
  await desk.getByRole('heading', { name: 'En direct' }).waitFor();
  await accessible(desk, 'live screen, empty');
  await scan('a', 'n1', 'Alba', minutesAgo(4), new Date());
  const kpi = (name) => desk.locator('.kpi', { hasText: name }).locator('dd');
  await desk.waitForFunction(() => document.querySelector('.kpi dd')?.textContent === '1', null, { timeout: 25000 });
  assert.equal(await kpi('Manquants').innerText(), '2');
  await desk.getByText('Alba Mésange').waitFor();
  assert.doesNotMatch(await desk.locator('#table-manquants').innerText(), /Alba/);
  assert.doesNotMatch(await desk.locator('main').innerText(), /exemple\.invalid/);
  await desk.getByLabel('Nom ou structure').fill('pinson');
  assert.equal(await desk.locator('#table-manquants tbody tr:visible').count(), 1);
  await accessible(desk, 'live screen');
  await desk.getByRole('button', { name: 'Suspendre' }).click();
  await desk.getByText('La page ne change plus.').waitFor();
  await desk.getByRole('button', { name: 'Reprendre' }).click();
  await desk.getByText('La page suit les arrivées d’elle-même.').waitFor();
  const phone = await visitor(browser, { phone: true, storageState: await desk.context().storageState() });
  await phone.goto(server.url + event.desk + '/direct');
  await accessible(phone, 'live screen on a phone');
});

test('two phones in conflict are seen, explained and mended', { timeout: 120000 }, async () => {
  await scan('b', 'n2', 'Alba', minutesAgo(2), new Date());
  await desk.goto(server.url + event.desk);
  await desk.getByRole('link', { name: /^Conflits \(1/ }).click();
  const card = desk.getByRole('article', { name: /Une personne, deux téléphones/ });
  assert.match(await card.innerText(), /Alba Mésange est notée à[\s\S]*copie de son billet/);
  await accessible(desk, 'conflicts');
  await card.getByRole('button', { name: /Annuler la présence/ }).click();
  await desk.getByRole('dialog').getByRole('button', { name: /Confirmer|Annuler la présence|Continuer/ }).first().click();
  await desk.getByText('Donnez une raison').first().waitFor();
  await accessible(desk, 'conflicts, refused');
  await card.getByLabel(/^Raison ou note/).fill('Billet copié, personne ressortie');
  await card.getByRole('button', { name: /Annuler la présence/ }).click();
  await desk.getByRole('dialog').getByRole('button', { name: /Confirmer|Annuler la présence|Continuer/ }).first().click();
  await desk.getByText('La présence est annulée.').waitFor();
  await desk.getByRole('heading', { name: 'Rien à regarder' }).waitFor();
  await accessible(desk, 'no conflict');
});

test('closing waits for a phone that holds arrivals; no longer waited for, the certificates come', { timeout: 120000 }, async () => {
  await scan('a', 'n3', 'Bruno', new Date());
  await say('appareil', { device: 'a', label: 'Entrée nord', agent: 'essai', queued: 2, sent_at: new Date().toISOString(), left: false, ready: null });
  await say('appareil', { device: 'b', label: '', agent: 'essai', queued: 0, sent_at: new Date().toISOString(), left: true, ready: null });
  await desk.goto(server.url + event.desk + '/cloturer');
  assert.match(await desk.locator('main').innerText(), /1\s?téléphone peut encore garder des arrivées[\s\S]*Entrée nord[\s\S]*2\s?arrivées ne sont pas envoyées/);
  await accessible(desk, 'closing with a phone awaited');
  await desk.getByRole('button', { name: 'Clôturer l’événement' }).click();
  await desk.getByRole('heading', { name: /La clôture attend 1\s?téléphone/ }).waitFor();
  assert.doesNotMatch(await desk.locator('main').innerText(), /Absents/);
  await accessible(desk, 'closed, a phone awaited');
  await desk.getByRole('link', { name: /Ne plus l’attendre/ }).click();
  const row = desk.getByRole('row', { name: /Entrée nord/ });
  await row.getByText('Que faire').click();
  await row.getByLabel('Raison').fill('Téléphone perdu');
  await accessible(desk, 'the phones');
  await row.getByRole('button', { name: 'Ne plus attendre ce téléphone' }).click();
  await desk.getByText('Ce téléphone n’est plus attendu').waitFor();
  await desk.goto(server.url + event.desk + '/attestations');
  for (let i = 0; i < 60 && !(await desk.getByText('Valable', { exact: true }).count()); i++) {
    await desk.waitForTimeout(500);
    await desk.reload();
  }
  assert.match(await desk.locator('main').innerText(), /Valables\s\(1\)/);
  // What the lost phone still sends counts, and its certificate follows.
  await say('scans', { device: 'a', sent_at: new Date().toISOString(), queued: 0,
    scans: [{ nonce: 'n4', registration: people.get('Cyr'), slot, at: new Date().toISOString(), kind: 'in' }] });
  await desk.reload();
  assert.match(await desk.locator('main').innerText(), /Tarin/);
});
