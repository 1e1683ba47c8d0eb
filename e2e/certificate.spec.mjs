// A certificate from its look to its end: chosen, earned, reviewed, issued, copied badly, checked, reissued, withheld.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { house } from './lib/house.mjs';
import { command } from './lib/server.mjs';
import { visitor, accessible } from './lib/browser.mjs';
import { createEvent, openDoor, phoneLeft, register } from './lib/desk.mjs';
import { entries } from './lib/archive.mjs';
import { blackOrWhite, blurred, codes, foot, sheetOf } from './lib/copier.mjs';
import { pdfText, signature } from './lib/picture.mjs';

const closing = 'Remise pour servir et valoir ce que de droit : essai.';
const look = '/gestion/reglages/attestations';
const title = 'Œuvrer ensemble, en deux demi-journées';

let home, dir, server, browser, desk, event, stranger, everyone;
/** What was given to each, as it was: number, code, bytes. @type {Record<string, { page: any, mine: string, own: string, pdf: string, bytes: Buffer, code: string, number: string }>} */
const given = {};

before(async () => {
  home = await house();
  ({ dir, server, browser, desk } = home);
  stranger = await visitor(browser, { phone: true });
});
after(() => home?.close());

const hash = (bytes) => createHash('sha256').update(bytes).digest('hex');
const plain = (text) => text.replace(/[\u00a0\u202f]/g, ' ');
/** Every word is in the text, whatever its spaces and its lines. */
function says(text, ...words) {
  const said = plain(text).replace(/\s+/g, ' ');
  for (const w of words) assert.ok(said.includes(plain(w)), `« ${w} » is not in\n${text}`);
}
const main = async (page) => plain(await page.locator('main').innerText());
/** Does what asks to be confirmed. */
async function confirmed(page, button) {
  await page.getByRole('button', { name: button }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: button }).click();
}
const list = () => desk.goto(`${server.url}${event.desk}/attestations`);
async function manage(name) {
  await list();
  await desk.getByRole('link', { name: new RegExp(`^Gérer ${name}`) }).first().click();
  await desk.getByRole('heading', { level: 1, name: /^Attestation de/ }).waitFor();
}
/** The documents are drawn in the background: until none is to come. */
async function ready() {
  for (let i = 0; i < 60; i++) {
    const p = await (await desk.request.get(`${server.url}${event.desk}/attestations/avancement.json`)).json();
    assert.equal(p.failed, 0);
    if (p.ready && p.ready === p.total) return p.ready;
    await desk.waitForTimeout(100);
  }
  throw new Error('the documents never came');
}
const file = (buffer) => ({ name: 'attestation.pdf', mimeType: 'application/pdf', buffer });
function altered(bytes) {
  const out = Buffer.from(bytes);
  out[out.length >> 1] ^= 1;
  return out;
}
/** Chooses a file on the page that is open, and waits for what is said of it. */
async function check(page, bytes, sentence) {
  await page.getByLabel('Fichier PDF de l’attestation').setInputFiles(file(bytes));
  await page.locator('#verdict').getByText(sentence).waitFor();
}

test('the look is chosen: the preview follows what is typed, and nothing is kept before it is saved', { timeout: 60000 }, async () => {
  await desk.goto(server.url + look);
  const paper = desk.locator('[data-look-paper]'), colour = () => paper.locator('.paper').evaluate((e) => getComputedStyle(e).getPropertyValue('--charter').trim());
  await desk.getByLabel('Couleur de votre charte').fill('#ffee00');
  await paper.getByText('L’aperçu laisse de côté ce qui est à corriger').waitFor();
  assert.equal(await colour(), '#0b5563', 'a colour that nobody reads on white is not shown: the house’s is');
  await desk.getByLabel('Couleur de votre charte').fill('#7a1f4b');
  await desk.getByLabel('Après les heures').fill(closing);
  await desk.getByLabel('Nom du signataire').fill('Camille Exemple');
  await paper.getByText('Camille Exemple').waitFor();
  await desk.getByLabel('Image de la signature').setInputFiles(await signature(desk));
  await paper.locator('.paper-signatory img').waitFor();
  await paper.getByText('servir et valoir').waitFor();
  assert.equal(await colour(), '#7a1f4b');
  await accessible(desk, 'the look, with its preview');
  const other = await desk.context().newPage();
  await other.goto(server.url + look);
  assert.equal(await other.getByLabel('Après les heures').inputValue(), '', 'nothing is kept yet');
  await other.close();
  await desk.getByRole('button', { name: 'Enregistrer l’apparence' }).click();
  await desk.getByText('L’apparence est enregistrée').waitFor();
  assert.equal(await desk.getByLabel('Après les heures').inputValue(), closing);
  assert.equal(await desk.getByAltText('Signature enregistrée').count(), 1);
});

test('two half-days, three people, one of them at one only; closing waits for the review', { timeout: 90000 }, async () => {
  event = await createEvent(desk, server, { title, plus: -1, from: '09:00', to: '12:00', more: [{ plus: 0, from: '00:01', to: '23:59' }] });
  await list();
  await desk.getByLabel('Relire avant d’émettre').check();
  await accessible(desk, 'certificates before the event');
  await desk.locator('#reglages').getByRole('button', { name: 'Enregistrer' }).click();
  await desk.getByText('Réglages enregistrés').waitFor();

  everyone = [['Aliénor', 'Mésange'], ['Basile', 'Pinsson'], ['Céleste', 'Fauvette']];
  for (const [first, last] of everyone) {
    const page = await visitor(browser, { phone: true });
    const mine = await register(page, server, event, { first, last, email: `${first.toLowerCase()}@exemple.invalid` });
    given[last] = { page, mine, own: '', pdf: '', bytes: Buffer.alloc(0), code: '', number: '' };
  }
  const door = await openDoor(desk, server, event, 'Porte');
  const phone = await visitor(browser, { phone: true });
  await phone.goto(server.url + door);
  await phone.locator('html[data-ready="1"]').waitFor();
  for (const [, last] of everyone) {
    await phone.getByLabel('Rechercher un nom').fill(last);
    await phone.getByRole('button', { name: 'Enregistrer l’arrivée' }).first().click();
    await phone.locator('#verdict[data-outcome="accepted"]', { hasText: last }).waitFor();
  }
  // The first half-day was noted on paper.
  for (const [first, last] of everyone.slice(0, 2)) {
    await desk.goto(server.url + event.desk + '/inscriptions');
    await desk.getByRole('link', { name: `${last} ${first}` }).click();
    await desk.getByText('Ajouter une présence').first().click();
    await desk.getByLabel('Raison', { exact: true }).first().fill('Vue en salle, la feuille le dit');
    await desk.getByRole('button', { name: 'Ajouter la présence' }).first().click();
    await desk.getByText('Présence notée').nth(1).waitFor();
  }
  await phone.locator('#to-send').waitFor({ state: 'hidden' });
  await phone.goto('about:blank');
  await phoneLeft(desk, server, event);

  await desk.goto(server.url + event.desk + '/cloturer');
  await desk.getByText('Elles attendront votre relecture').waitFor();
  await accessible(desk, 'closing, with a review');
  await desk.getByRole('button', { name: 'Clôturer l’événement' }).click();
  await desk.waitForURL((u) => u.pathname === event.desk + '/attestations');
  await given.Mésange.page.goto(server.url + given.Mésange.mine);
  assert.equal(await given.Mésange.page.getByRole('link', { name: 'Télécharger mon attestation' }).count(), 0, 'nothing leaves before the review');
});

test('the review says who gets what; the documents come, with a progress, and each has a page and a paper', { timeout: 90000 }, async () => {
  await list();
  says(await main(desk), 'À relire avant d’émettre', '2 attestations complètes, 1 partielle', 'Sera émise après votre relecture.');
  await accessible(desk, 'the review');
  await desk.getByRole('button', { name: 'Émettre les 3 attestations' }).click();
  await desk.getByRole('dialog').getByRole('button', { name: 'Émettre' }).click();
  await desk.getByText('Les attestations se préparent').waitFor();
  assert.equal(await ready(), 3);
  await desk.locator('.tag', { hasText: 'Valable' }).nth(2).waitFor(); // the page follows by itself
  await accessible(desk, 'certificates issued');

  for (const [first, last] of everyone) {
    const g = given[last], { page } = g;
    await page.goto(server.url + g.mine);
    g.pdf = new URL(await page.getByRole('link', { name: 'Télécharger mon attestation' }).getAttribute('href'), server.url).pathname;
    await page.getByRole('link', { name: 'La lire en ligne' }).click();
    g.own = new URL(page.url()).pathname;
    g.bytes = await (await page.request.get(server.url + g.pdf)).body();
    const { text, pages } = pdfText(g.bytes), partly = last === 'Fauvette';
    assert.equal(pages, 1);
    g.code = /verifier\/(\S+)/.exec(text)[1];
    g.number = /ATT-\d{4}-\d{6}/.exec(text)[0];
    const hours = partly ? '23 h 58' : '26 h 58';
    says(text, `${first} ${last.toUpperCase()}`, title, hours, partly ? 'a participé partiellement' : 'a participé', 'Camille Exemple', closing);
    assert.equal(/partiellement/.test(text), partly, last);
    says(await main(page), `${first} ${last}`.normalize(), title, hours, g.number, closing, 'Attestation valable');
    assert.equal(await page.locator('.paper').evaluate((e) => getComputedStyle(e).getPropertyValue('--charter').trim()), '#7a1f4b');
    if (last !== 'Pinsson') await accessible(page, `the certificate of ${first}`);
  }
});

test('the code is read at 300 dpi, and after a bad copier', { timeout: 60000 }, async () => {
  const path = join(dir, 'copie.pdf');
  writeFileSync(path, given.Fauvette.bytes);
  const address = `${server.url.toUpperCase()}/VERIFIER/${given.Fauvette.code.replaceAll('-', '')}`;
  const whole = foot(sheetOf(path, 300));
  for (const [how, sheet] of [['clean', whole], ['blurred', blurred(whole, 2)], ['copied', blackOrWhite(blurred(whole, 2), 110, 190)]]) {
    assert.deepEqual(await codes(sheet), [address], how);
  }
  assert.equal((await stranger.goto(address)).status(), 200);
  says(await main(stranger), 'Céleste Fauvette', 'A participé partiellement', '23 h 58', 'non suivi', 'Attestation délivrée ici et valable');
  await accessible(stranger, 'what a code leads to');
});

test('a stranger checks a file and a code: authentic, altered, mistyped', { timeout: 60000 }, async () => {
  const { bytes, code } = given.Mésange;
  await stranger.goto(server.url + '/verifier');
  await check(stranger, altered(bytes), 'au moins un octet diffère');
  const data = await stranger.evaluateHandle((b) => {
    const d = new DataTransfer();
    d.items.add(new File([new Uint8Array(b)], 'a.pdf', { type: 'application/pdf' }));
    return d;
  }, [...bytes]);
  await stranger.locator('form[data-file-check]').dispatchEvent('drop', { dataTransfer: data });
  await stranger.waitForURL('**/verifier/' + code);
  await stranger.locator('#verdict').getByRole('heading', { name: 'Fichier authentique' }).waitFor();
  await accessible(stranger, 'an authentic file');
  await check(stranger, altered(bytes), 'Ce fichier n’est pas celui que nous avons délivré');

  await stranger.goto(server.url + '/verifier');
  await stranger.getByLabel('Code de vérification').fill(code.toLowerCase().replace(/^./, (c) => (c === 'a' ? 'b' : 'a')));
  await stranger.getByRole('button', { name: 'Vérifier', exact: true }).click();
  await stranger.getByText('Une lettre ou un chiffre est faux').first().waitFor();
  await accessible(stranger, 'a mistyped code');
  await stranger.getByLabel('Code de vérification').fill(code.toLowerCase().replaceAll('-', ' '));
  await stranger.getByRole('button', { name: 'Vérifier', exact: true }).click();
  await stranger.waitForURL('**/verifier/' + code);
});

test('without JavaScript the file is sent, and the answer is the same', { timeout: 60000 }, async () => {
  const page = await visitor(browser, { phone: true, javaScriptEnabled: false });
  for (const [start, bytes, sentence] of [['/verifier', given.Mésange.bytes, 'et l’attestation est valable'],
    ['/verifier/' + given.Mésange.code, altered(given.Mésange.bytes), 'au moins un octet diffère']]) {
    await page.goto(server.url + start);
    await page.getByLabel('Fichier PDF de l’attestation').setInputFiles(file(bytes));
    await page.getByRole('button', { name: 'Contrôler ce fichier' }).click();
    await page.locator('#verdict').getByText(sentence).waitFor();
  }
  await page.context().close();
});

test('a name is corrected and reissued: the old code says so and leads to the new one', { timeout: 60000 }, async () => {
  const old = { ...given.Pinsson };
  await manage('Pinsson Basile');
  await accessible(desk, 'one certificate at the desk');
  await desk.locator('#nom').getByLabel('Nom', { exact: true }).fill('Pinson');
  await desk.getByRole('button', { name: 'Enregistrer le nom' }).click();
  await desk.getByText('Nom corrigé. Ce qui est').waitFor();
  await list();
  says(await main(desk), 'Un nom a été corrigé', 'Pinson Basile');
  await accessible(desk, 'a name corrected since');
  await confirmed(desk, /Réémettre/);
  await desk.getByText('1 attestation réémise sous le nom corrigé').waitFor();
  assert.equal(await ready(), 3);

  await stranger.goto(`${server.url}/verifier/${old.code}`);
  says(await main(stranger), 'Attestation remplacée', 'la nouvelle attestation fait foi', 'Pinsson');
  await accessible(stranger, 'a certificate replaced');
  await check(stranger, old.bytes, 'une autre attestation l’a remplacée');
  await stranger.getByRole('link', { name: 'Voir l’attestation qui la remplace' }).click();
  await stranger.getByRole('heading', { name: 'Attestation délivrée ici et valable' }).waitFor();
  const now = await main(stranger);
  assert.ok(now.includes('Pinson') && !now.includes('Pinsson'), now);

  const g = given.Pinson = { ...old };
  delete given.Pinsson;
  await g.page.goto(server.url + old.own);
  await g.page.getByRole('link', { name: 'Voir l’attestation qui la remplace' }).click();
  g.own = new URL(g.page.url()).pathname;
  g.pdf = new URL(await g.page.getByRole('link', { name: 'Télécharger le PDF' }).getAttribute('href'), server.url).pathname;
  g.bytes = await (await g.page.request.get(server.url + g.pdf)).body();
  g.number = /ATT-\d{4}-\d{6}/.exec(pdfText(g.bytes).text)[0];
  assert.notEqual(g.number, old.number);
  assert.equal((await g.page.request.get(server.url + old.pdf)).status(), 410, 'the old paper is no longer given');
});

test('one is withheld: its code and its file say revoked, to a stranger without the reason', { timeout: 60000 }, async () => {
  const { page, own, code, bytes } = given.Fauvette;
  await manage('Fauvette Céleste');
  await desk.getByLabel('Raison').last().fill('Partie avant la fin, dit son voisin');
  await desk.getByRole('button', { name: 'Retenir l’attestation' }).click();
  await desk.getByText('Attestation retenue').waitFor();
  await accessible(desk, 'withheld');
  await stranger.goto(`${server.url}/verifier/${code}`);
  const said = await main(stranger);
  says(said, 'Attestation révoquée', 'Elle ne vaut plus depuis le');
  assert.ok(!said.includes('voisin'), 'what the coordination typed is not a stranger’s');
  await accessible(stranger, 'a certificate revoked');
  await check(stranger, bytes, 'l’attestation a été révoquée : elle ne vaut plus');
  await stranger.goto(server.url + '/verifier');
  await stranger.getByLabel('Fichier PDF de l’attestation').setInputFiles(file(bytes));
  await stranger.waitForURL('**/verifier/' + code);
  await stranger.locator('#verdict').getByRole('heading', { name: 'Fichier authentique, attestation révoquée' }).waitFor();
  await page.goto(server.url + own);
  says(await main(page), 'Attestation révoquée', 'dit son voisin');
  assert.equal(await page.getByRole('link', { name: 'Télécharger le PDF' }).count(), 0);
  await accessible(page, 'one’s own certificate, revoked');
});

test('the archive and the document to print hold the valid ones; a later look changes nothing of them', { timeout: 60000 }, async () => {
  const valid = [given.Mésange, given.Pinson];
  const fetched = async (path) => (await desk.request.get(server.url + event.desk + '/attestations/' + path)).body();
  const inside = entries(await fetched('attestations.zip'));
  assert.deepEqual([...inside.keys()].sort(), [`MÉSANGE Aliénor - ${given.Mésange.number}.pdf`, `PINSON Basile - ${given.Pinson.number}.pdf`].sort());
  assert.deepEqual([...inside.values()].map(hash).sort(), valid.map((g) => hash(g.bytes)).sort());
  const before = await fetched('a-imprimer.pdf'), print = pdfText(before);
  assert.equal(print.pages, 2);
  says(print.text, 'Aliénor MÉSANGE', 'Basile PINSON', given.Mésange.number, given.Pinson.number);
  assert.ok(!/FAUVETTE|PINSSON/.test(print.text), 'only the valid ones are printed');

  await desk.goto(server.url + look);
  await desk.getByLabel('Couleur de votre charte').fill('#14532d');
  await desk.getByLabel('Après les heures').fill('Autre chose.');
  await desk.getByLabel('Retirer l’image de la signature').check();
  await desk.getByRole('button', { name: 'Enregistrer l’apparence' }).click();
  await desk.getByText('L’apparence est enregistrée').waitFor();
  for (const g of valid) assert.equal(hash(await (await g.page.request.get(server.url + g.pdf)).body()), hash(g.bytes));
  assert.equal(hash(await fetched('a-imprimer.pdf')), hash(before));
  const { page, own } = given.Mésange;
  await page.goto(server.url + own);
  says(await main(page), closing);
  assert.equal(await page.locator('.paper').evaluate((e) => getComputedStyle(e).getPropertyValue('--charter').trim()), '#7a1f4b');
  assert.equal(await page.locator('.paper-signatory img').count(), 1);
  assert.match(command(['check'], { dir }), /ordre/);
});
