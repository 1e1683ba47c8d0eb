// A training as a group, from its preset on: eighteen years asked, under its minimum, maintained, postponed, the list
// that moves by the answers.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { house } from './lib/house.mjs';
import { visitor, accessible } from './lib/browser.mjs';
import { day, register } from './lib/desk.mjs';

let home, server, browser, desk;
let nora, ana, zoe, first; // Nora stays, Ana leaves, Zoé waits

before(async () => {
  home = await house();
  ({ server, browser, desk } = home);
  await desk.setViewportSize({ width: 390, height: 844 });
});
after(() => home?.close());

const pssm = 'Premiers secours en santé mentale (PSSM), module standard';
const plain = (/** @type {string} */ text) => text.replace(/[\u00a0\u202f]/g, ' ');
const words = async (page) => plain(await page.locator('main').innerText());
const open = (page, path) => page.goto(server.url + path);
const board = () => open(desk, first.desk + '/formation');
const row = (page, n) => page.locator('#demi-journees [data-row]').nth(n);

/** Types the days of the half-days, and the hours of those that have some of their own. */
async function fillDays(days, hours = {}) {
  for (const [i, plus] of days.entries()) {
    await row(desk, i).getByLabel('Jour').fill(day(plus));
    const [from, to] = hours[i] ?? [];
    if (from) await row(desk, i).getByLabel('Début').fill(from);
    if (to) await row(desk, i).getByLabel('Fin').fill(to);
  }
}

/** A group of the programme, from its preset; `more` says what else is settled before it is published. */
async function group(title, days, hours, more = async (/** @type {string} */ _) => {}) {
  await open(desk, '/gestion/evenements/nouveau');
  await desk.locator('#depuis').selectOption({ label: pssm });
  await desk.getByRole('button', { name: 'Préremplir' }).click();
  await desk.getByRole('link', { name: /^4\s?demi-journées sur 4\s?dates$/ }).click();
  const form = desk.locator('form#evenement');
  assert.equal(await form.getByLabel('Nombre de places').inputValue(), '16');
  assert.equal(await form.locator('[name=rule]:checked').inputValue(), 'every-slot');
  assert.equal(await form.getByLabel('Délivrer une attestation après la clôture').isChecked(), true);
  for (let i = 0; i < 4; i++) {
    assert.deepEqual(await Promise.all(['Début', 'Fin', 'Jour'].map((l) => row(desk, i).getByLabel(l).inputValue())), ['09:00', '12:30', '']);
  }
  await form.getByRole('group', { name: 'L’essentiel' }).getByLabel('Titre').fill(title);
  await fillDays(days, hours);
  await form.getByLabel('Lieu', { exact: true }).fill('Salle des essais');
  await form.getByLabel('Ouvrir une liste d’attente').check();
  await accessible(desk, 'a new training');
  await form.getByRole('button', { name: 'Enregistrer le brouillon' }).last().click();
  await desk.waitForURL(/\/gestion\/evenements\/[a-z0-9]{15}/);
  const path = new URL(desk.url()).pathname;
  await more(path);
  await open(desk, path);
  await desk.getByRole('button', { name: 'Publier', exact: true }).first().click();
  await desk.getByRole('dialog').getByRole('button', { name: 'Publier' }).click();
  const link = desk.getByRole('link', { name: 'Voir la page publique' });
  await link.waitFor();
  return { desk: path, path: new URL(await link.getAttribute('href'), server.url).pathname };
}

/** What the training asks of its group, by its settings. */
async function settle(path, fields) {
  await open(desk, path + '/formation/reglages');
  assert.equal(await desk.getByLabel('Qui délivre le certificat propre à la formation').inputValue(), 'PSSM France');
  for (const [label, value] of Object.entries(fields)) await desk.getByLabel(label).fill(value);
  await accessible(desk, 'the settings of a training');
  await desk.getByRole('button', { name: 'Enregistrer ces réglages' }).click();
  await desk.getByText('Réglages de la formation enregistrés').waitFor();
}

/** Somebody with an own phone, registered or on the list. */
async function person(event, firstName, last) {
  const page = await visitor(browser, { phone: true });
  await open(page, event.path + '/inscription');
  await page.getByLabel('J’ai 18 ans ou plus').check();
  await page.getByLabel('Prénom').fill(firstName);
  await page.getByLabel('Nom', { exact: true }).fill(last);
  await page.getByLabel('Adresse électronique').fill(`${last.toLowerCase()}@exemple.invalid`);
  await page.getByLabel('Fonction').selectOption({ label: 'Infirmier, infirmière' });
  await page.getByLabel('Structure').fill('CH Lens');
  await page.getByRole('button', { name: "S'inscrire" }).click();
  await page.waitForURL('**/inscriptions/*');
  return { page, path: new URL(page.url()).pathname, last };
}

/** The letters whose subject says this: to whom. */
async function letters(subject) {
  await open(desk, '/gestion/messages');
  const found = desk.locator('main tbody tr').filter({ hasText: subject });
  return (await Promise.all((await found.all()).map(async (l) => /[\w.]+@exemple/.exec(await l.innerText())[0].replace('@exemple', '')))).sort();
}

/** The text of a letter with its links, as the coordinator may read it. */
async function letter(to, subject) {
  await open(desk, '/gestion/messages?mots=' + to);
  await desk.getByRole('link', { name: subject }).first().click();
  const links = desk.getByRole('button', { name: 'Afficher les liens' });
  if (await links.count()) {
    await links.click();
    await desk.getByText('Les liens personnels sont affichés').waitFor();
  }
  return plain(await desk.locator('#texte').innerText());
}

test('from its preset to its public page; eighteen years are asked, and what is typed is kept', { timeout: 120000 }, async () => {
  first = await group('Premiers secours, groupe A', [5, 6, 7, 8], {}, (path) => settle(path, { 'Nombre minimal de personnes': '8',
    'Lien de l’évaluation extérieure': 'https://evaluation.exemple.invalid/pssm', 'Prérequis': 'Aucun.', 'Tarif, prise en charge': 'Gratuit, pris en charge.' }));
  const page = await visitor(browser, { phone: true });
  await open(page, first.path);
  assert.match(await words(page), /8 à 16 personnes[\s\S]*Gratuit, pris en charge/);
  assert.match(await words(page), /PSSM France/);
  await accessible(page, 'the public page of a training');
  await register(page, server, first, { first: 'Nora', last: 'Bruyère', email: 'bruyere@exemple.invalid' });
  await page.locator('#erreurs').waitFor();
  assert.equal(new URL(page.url()).pathname, first.path + '/inscription');
  assert.equal(await page.getByLabel('Nom', { exact: true }).inputValue(), 'Bruyère');
  assert.equal(await page.getByLabel('Adresse électronique').inputValue(), 'bruyere@exemple.invalid');
  assert.equal(await page.getByLabel('Structure', { exact: true }).inputValue(), 'CH Lens');
  await accessible(page, 'the form, under eighteen');
  await page.getByLabel('J’ai 18 ans ou plus').check();
  await page.getByRole('button', { name: "S'inscrire" }).click();
  await page.waitForURL('**/inscriptions/*');
  nora = { page, path: new URL(page.url()).pathname, last: 'Bruyère' };
  ana = await person(first, 'Ana', 'Callune');
});

test('under its minimum within fifteen days: the desk asks, it is maintained, then postponed; the list moves by the answers', { timeout: 120000 }, async () => {
  await open(desk, '/gestion');
  const task = desk.getByRole('listitem').filter({ hasText: /groupe A\s»\s: 2\sinscrits pour un minimum de 8/ });
  await accessible(desk, 'the home page, a decision due');
  await task.getByRole('link', { name: /Décider/ }).click();
  await desk.getByRole('heading', { name: 'Sous le minimum' }).waitFor();
  assert.match(await words(desk), /2 places prises pour un minimum de 8 : il manque 6 personnes/);
  await accessible(desk, 'the board, a decision due');
  await open(desk, '/gestion/formations');
  await desk.getByText('Décision à prendre').waitFor();
  await accessible(desk, 'the groups');
  await board();
  await desk.getByRole('button', { name: 'Maintenir' }).click();
  await desk.getByText(/^La formation est maintenue\./).waitFor();
  assert.deepEqual(await letters(/^C’est maintenu/), ['bruyere', 'callune']);
  await open(desk, '/gestion');
  assert.equal(await task.count(), 0, 'what is decided is not asked again');

  // A small room: two seats. A third person waits.
  await settle(first.desk, { 'Nombre minimal de personnes': '2' });
  await open(desk, first.desk + '/modifier');
  await desk.getByLabel('Nombre de places').fill('2');
  await desk.getByRole('button', { name: 'Enregistrer', exact: true }).last().click();
  await desk.waitForURL((u) => u.pathname === first.desk);
  zoe = await person(first, 'Zoé', 'Ronce');
  assert.match(await words(zoe.page), /liste d’attente/);

  await board();
  await desk.getByRole('link', { name: 'Reporter' }).click();
  await accessible(desk, 'postpone');
  await desk.getByRole('link', { name: /^7 jours plus tard/ }).click();
  assert.equal(await desk.getByLabel('Jour').first().inputValue(), day(12));
  await desk.getByLabel('Raison').fill('La formatrice est souffrante');
  await desk.getByRole('button', { name: 'Reporter et écrire aux personnes' }).click();
  await desk.getByText(/^La formation est reportée\./).waitFor();
  await accessible(desk, 'the board, postponed');
  assert.deepEqual(await letters(/^Nouvelles dates/), ['bruyere', 'callune', 'ronce']);
  const asked = await letter('callune', /^Nouvelles dates/);
  assert.match(asked, /La formatrice est souffrante/);
  const [yes, no] = ['Je viens toujours', 'Je ne peux plus'].map((l) => new URL(new RegExp(l + ' : (\\S+)').exec(asked)[1]));
  assert.ok(yes.pathname.startsWith(ana.path), 'the letter leads to the own page');

  await nora.page.goto(server.url + nora.path);
  await nora.page.getByRole('link', { name: 'Répondre' }).click();
  await accessible(nora.page, 'the answer to new dates');
  await nora.page.getByRole('button', { name: 'Je viens toujours' }).click();
  await nora.page.getByText('nous vous attendons aux nouvelles dates').waitFor();
  await ana.page.goto(no.href);
  await accessible(ana.page, 'the answer to new dates, from the letter');
  await ana.page.getByRole('button', { name: 'Je ne peux plus' }).click();
  await ana.page.getByText('Vous avez annulé votre inscription').waitFor();
  await open(zoe.page, zoe.path);
  assert.match(await words(zoe.page), /Inscription confirmée/);
  await board();
  assert.match(await words(desk), /1 personne vient toujours, 1 n’a pas encore répondu, 1 ne vient plus/);
  const page = await visitor(browser, { phone: true });
  await open(page, first.path);
  assert.match(await words(page), /Reportée/);
  await accessible(page, 'the public page, postponed');
});
