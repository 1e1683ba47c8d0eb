// A training as a group, from its preset to the last certificate: under its minimum, postponed, a half-day missed and
// caught up in another group, the attestation, what PSSM France gives, the figures, the year of one person.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { house } from './lib/house.mjs';
import { command } from './lib/server.mjs';
import { visitor, accessible } from './lib/browser.mjs';
import { day, openDoor, register } from './lib/desk.mjs';
import { pdfText } from './lib/picture.mjs';

let home, dir, server, browser, desk;
let nora, ana, zoe, first, other; // Nora stays, Ana leaves, Zoé waits; two groups

before(async () => {
  home = await house();
  ({ dir, server, browser, desk } = home);
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

test('a half-day missed is caught up at the other group’s door, by the code of the first; the attestation says so', { timeout: 120000 }, async () => {
  other = await group('Premiers secours, groupe B', [0, 1, 2, 3], { 0: ['00:01', '23:59'] });
  // The week of the first group has passed: its dates are brought back, as the clock of the server is nobody's.
  await open(desk, first.desk + '/modifier');
  await fillDays([-4, -3, -2, -1]);
  await desk.getByRole('button', { name: 'Enregistrer', exact: true }).last().click();
  await desk.waitForURL((u) => u.pathname.startsWith(first.desk) && !u.pathname.endsWith('/modifier'));

  // A phone kept the arrivals of the four half-days: Nora misses the third one, Zoé the second.
  const door = await openDoor(desk, server, first, 'Porte A');
  const list = await (await desk.request.get(`${server.url}/api${door}/liste`)).json();
  const id = (name) => list.people.find((p) => p.first_name === name).id;
  const scans = list.slots.flatMap((slot, i) => ['Nora', 'Zoé'].filter((_, who) => i !== 2 - who).map((name) => (
    { nonce: `${name}-${i}`, registration: id(name), slot: slot.id, at: slot.starts_at, kind: 'in' })));
  const said = await (await desk.request.post(`${server.url}/api${door}/scans`, { data: { device: 'a', sent_at: new Date().toISOString(), queued: 0, scans } })).json();
  assert.deepEqual(said.results.map((r) => r.outcome), Array(6).fill('accepted'));
  await board();
  const line = (name) => desk.locator('#presences ~ * tr, section:has(> #presences) tr').filter({ hasText: name }).first();
  assert.match(plain(await line('Bruyère').innerText()), /Manquée[\s\S]*1 demi-journée manque sur 4/);
  assert.match(await desk.locator('section:has(> #manques)').innerText(), /Bruyère Nora[\s\S]*Ronce Zoé/);

  await desk.getByText('Prévoir un rattrapage').click();
  const choose = async (label, text) => {
    const select = desk.getByLabel(label);
    await select.selectOption(await select.locator('option', { hasText: text }).first().getAttribute('value'));
  };
  await choose('Qui, et quelle demi-journée manquée', 'Bruyère Nora');
  await choose('Demi-journée d’un autre groupe', /0\s?h\s?01/);
  await desk.getByLabel('Un mot pour la personne').fill('Entrez par la cour');
  await accessible(desk, 'the board, a half-day to be caught up');
  await desk.getByRole('button', { name: 'Prévoir ce rattrapage' }).click();
  await desk.getByText(/^Rattrapage prévu\./).waitFor();
  const short = /code court : ([A-Z0-9]{4}-[A-Z0-9]{4})/.exec(await letter('bruyere', /^Une demi-journée à rattraper/))[1];
  await open(desk, other.desk + '/formation');
  assert.match(await words(desk), /En rattrapage ici[\s\S]*Bruyère Nora/);
  await accessible(desk, 'the board of the other group');

  const phone = await visitor(browser, { phone: true });
  await open(phone, await openDoor(desk, server, other, 'Porte B'));
  await phone.locator('html[data-ready="1"]').waitFor();
  const type = async (code, outcome) => {
    await phone.getByLabel('Code du billet').fill(code);
    await phone.getByRole('button', { name: 'Valider' }).click();
    await phone.locator(`#verdict[data-outcome="${outcome}"]`).waitFor();
  };
  await type(short, 'accepted');
  await phone.locator('#verdict', { hasText: 'En rattrapage' }).waitFor();
  assert.match(plain(await phone.locator('#verdict').innerText()), /Nora Bruyère[\s\S]*laissez entrer/);
  await accessible(phone, 'the door, somebody of another group');
  await type(short, 'already');
  await phone.goto('about:blank');

  await board();
  assert.match(await line('Bruyère').innerText(), /Rattrapée[\s\S]*Rien ne manque/);
  assert.match(await desk.locator('section:has(> #rattrapages)').innerText(), /Rattrapée/);
  await open(desk, first.desk + '/cloturer');
  await accessible(desk, 'closing a training');
  await desk.getByRole('button', { name: 'Clôturer l’événement' }).click();
  await desk.waitForURL((u) => u.pathname === first.desk);

  const link = nora.page.getByRole('link', { name: 'Télécharger mon attestation' });
  for (let i = 0; i < 60 && (await open(nora.page, nora.path), !await link.count()); i++) await nora.page.waitForTimeout(250);
  await accessible(nora.page, 'my registration, the training over');
  const { text } = pdfText(await (await nora.page.request.get(new URL(await link.getAttribute('href'), server.url).href)).body());
  assert.match(plain(text), /rattrapée dans un autre groupe : .*0 h 01 - 23 h 59/);
  const anyone = await visitor(browser, { phone: true });
  await open(anyone, '/verifier/' + /verifier\/(\S+)/.exec(text)[1]);
  assert.match(await words(anyone), /Bruyère[\s\S]*rattrapée le/i);
  assert.match(await words(anyone), /14 h/);
  await accessible(anyone, 'verification, caught up');
  await open(zoe.page, zoe.path);
  assert.equal(await zoe.page.getByRole('link', { name: 'Télécharger mon attestation' }).count(), 0, 'a half-day is missing');
});

test('the certificate of PSSM France: chased once, recorded; the figures and the year of one person', { timeout: 120000 }, async () => {
  await board();
  const part = desk.locator('section:has(> #certificats)');
  assert.doesNotMatch(await part.innerText(), /Ronce/);
  await part.getByRole('button', { name: 'Envoyer ce rappel maintenant' }).click();
  await desk.getByText(/Message envoyé\s: 1\spersonne/).waitFor();
  assert.match(await letter('bruyere', /^Votre certificat/), /https:\/\/evaluation\.exemple\.invalid\/pssm/);
  await board();
  assert.equal(await part.getByRole('button', { name: 'Envoyer ce rappel maintenant' }).count(), 0);
  assert.deepEqual(await letters(/^Votre certificat/), ['bruyere']);
  await board();
  await part.getByLabel('Choisir Bruyère Nora').check();
  await part.getByRole('button', { name: 'Noter le certificat' }).click();
  await desk.getByText('Certificats notés').waitFor();
  await accessible(desk, 'the board, certificates recorded');
  await open(nora.page, nora.path);
  assert.match(await words(nora.page), /PSSM France/);

  await open(desk, '/gestion/chiffres/formations');
  const card = desk.locator('.kpi', { hasText: 'Secouristes en santé mentale formés' });
  assert.match(await card.first().locator('dd:not([class])').innerText(), /^1\b/);
  await accessible(desk, 'the figures');

  // Her own space, then her year.
  await open(nora.page, '/mes-inscriptions');
  await nora.page.getByLabel('Adresse électronique').fill('bruyere@exemple.invalid');
  await nora.page.getByRole('button', { name: 'Recevoir le lien' }).click();
  await nora.page.getByText('C’est noté').waitFor();
  const space = new URL(/https?:\/\/\S+\/espace\/\S+/.exec(await letter('bruyere', /inscriptions/))[0]);
  await nora.page.goto(space.href);
  await accessible(nora.page, 'the own space');
  await nora.page.getByRole('button', { name: /^Récapitulatif \d{4}$/ }).first().click();
  await nora.page.waitForURL('**/attestations/*');
  assert.match(await words(nora.page), /groupe A[\s\S]*14 h/);
  await accessible(nora.page, 'the year of one person');
  command(['check'], { dir });
});
