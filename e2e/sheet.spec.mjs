// A sheet on paper: prepared, read by its code, signed, typed again by hand on the keyboard, undone and typed again.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { house } from './lib/house.mjs';
import { command } from './lib/server.mjs';
import { visitor, accessible } from './lib/browser.mjs';
import { createEvent, login, openDoor } from './lib/desk.mjs';
import { decode, decodeAll, pdfPage, pdfText } from './lib/picture.mjs';

let home, dir, server, browser, desk, event;
const people = 80;
/** The name of a line, 1 to 80, in the order of the paper. */
const name = (n) => `Fictif${String.fromCharCode(64 + Math.ceil(n / 26))}${String.fromCharCode(65 + (n - 1) % 26)}`;

before(async () => {
  home = await house();
  ({ dir, server, browser, desk } = home);
  event = await createEvent(desk, server, { title: 'Journée sur papier' });
  await registerAll(await visitor(browser));
});
after(() => home?.close());

/** Registers the people by the form as it is posted; its hidden fields are read anew each time. */
async function registerAll(page) {
  const address = server.url + event.path + '/inscription';
  await page.goto(address);
  await page.getByLabel('Fonction').selectOption({ label: 'Psychologue' });
  const profession = { [await page.getByLabel('Fonction').getAttribute('name')]: await page.getByLabel('Fonction').inputValue() };
  for (let n = 1; n <= people; n++) {
    const html = await (await page.request.get(address)).text();
    const hidden = Object.fromEntries([...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, k, v]) => [k, v]));
    const form = { ...hidden, prenom: 'Alba', nom: name(n), email: `${name(n)}@exemple.invalid`.toLowerCase(), structure: 'CH Lens', ...profession };
    const answer = await page.request.post(address, { form, maxRedirects: 0, headers: { Origin: server.url } });
    assert.equal(answer.status(), 303, `line ${n}: ${answer.status()}`);
  }
}

const document_ = async (link) => (await desk.request.get(new URL(await link.getAttribute('href'), server.url).href)).body();

test('a sheet of 80 people: prepared, its code read, typed again by keyboard, undone, typed again', { timeout: 240000 }, async () => {
  await desk.goto(server.url + event.desk);
  await desk.getByRole('link', { name: 'Feuilles et badges' }).click();
  await accessible(desk, 'sheets, none yet');
  await desk.getByRole('button', { name: 'Préparer' }).click();
  await desk.getByRole('heading', { level: 1, name: /^Feuille [A-Z0-9]{4}-[A-Z0-9]{4}$/ }).waitFor();
  const sheet = new URL(desk.url()).pathname;
  await accessible(desk, 'a sheet to type');

  // The paper: every name, the pages told, its own code.
  const blank = await document_(desk.getByRole('link', { name: 'PDF à signer' }));
  const paper = pdfText(blank);
  assert.equal(paper.pages, 8);
  for (let n = 1; n <= people; n++) assert.ok(paper.text.includes(name(n).toUpperCase()), `line ${n} is not on paper`);
  assert.match(paper.text, /page 8\/8/);
  assert.equal(await decode(pdfPage(blank, 200)), server.url + sheet);

  // One is scanned at the door; three are absent, typed as on a keypad.
  const phone = await visitor(browser, { phone: true });
  await phone.goto(server.url + await openDoor(desk, server, event, 'Porte'));
  await phone.getByLabel('Rechercher un nom').fill(name(5));
  await phone.getByRole('button', { name: 'Enregistrer l’arrivée' }).first().click();
  await phone.locator('#verdict[data-outcome="accepted"]').waitFor();
  await phone.locator('#to-send').waitFor({ state: 'hidden' });
  await desk.goto(server.url + sheet);
  for (let i = 0; i < 20 && !await desk.locator('tr.known').count(); i++) {
    await desk.waitForTimeout(300);
    await desk.reload();
  }
  assert.match(await desk.locator('tr[data-line="5"]').innerText(), /déjà présente/);
  const started = Date.now();
  await desk.getByLabel('Numéros des absents').focus();
  await desk.keyboard.type('3');
  await desk.keyboard.press('Enter');
  await desk.keyboard.type('17');
  await desk.keyboard.press('Enter');
  await desk.keyboard.type('42');
  assert.match(await desk.locator('[data-sheet-count]').innerText(), /77\s+présences, 3\s+absences/);
  assert.ok(await desk.getByRole('checkbox', { name: new RegExp(`Absent : ${name(17)} Alba, ligne 17`, 'i') }).isChecked());
  await desk.keyboard.press('Tab');
  await desk.keyboard.press('Enter');
  await desk.getByText(/76\s+présences ressaisies, 3\s+personnes absentes, 1\s+présence notée autrement/).first().waitFor();
  assert.ok(Date.now() - started < 60000, 'done in a minute');
  await accessible(desk, 'a sheet typed again');

  // Taken back.
  await desk.getByRole('button', { name: 'Annuler cette saisie' }).click();
  await desk.getByRole('dialog').getByRole('button', { name: 'Annuler cette saisie' }).click();
  await desk.getByText(/76\s+présences retirées/).waitFor();
  assert.equal(await desk.locator('tr.known').count(), 1);

  // Typed again in the list: arrows, a number, space; and a line written by hand.
  await desk.getByRole('checkbox').first().focus();
  await desk.keyboard.press('ArrowDown');
  await desk.keyboard.press('Space');
  await desk.keyboard.type('79');
  await desk.keyboard.press('Space');
  await desk.keyboard.press('ArrowDown');
  await desk.keyboard.press('Enter');
  for (const n of [2, 79, 80]) assert.ok(await desk.locator(`tr[data-line="${n}"] input[type=checkbox]`).isChecked(), `line ${n}`);
  const row = desk.getByRole('group', { name: 'Ligne 81' });
  await row.getByLabel('Nom', { exact: true }).fill('Hérisson');
  await row.getByLabel('Prénom').fill('Ida');
  await row.getByLabel('Structure').fill('CH Lens');
  await desk.getByRole('button', { name: 'Enregistrer les présences' }).last().click();
  await desk.getByText(/77\s+présences ressaisies, 3\s+personnes absentes/).first().waitFor();
  assert.match(await desk.locator('tr[data-line="81"]').innerText(), /Hérisson Ida[\s\S]*ajoutée à la main/i);

  const filled = pdfText(await document_(desk.getByRole('link', { name: 'PDF avec les présences' })));
  assert.match(filled.text, /HÉRISSON Ida/);
  assert.equal((filled.text.match(/feuille papier(?! ?:)/g) ?? []).length >= 77, true);
  await accessible(desk, 'a sheet typed again, with a line written by hand');
  const narrow = await visitor(browser, { phone: true });
  await login(narrow, server);
  for (const path of [sheet, event.desk + '/feuilles']) {
    await narrow.goto(server.url + path);
    await accessible(narrow, `${path} on a phone`);
  }
  command(['check'], { dir });
});

test('badges bear the codes of the tickets', { timeout: 120000 }, async () => {
  await desk.goto(server.url + event.desk + '/feuilles');
  for (const [format, label, count] of [['63x38', '5', 17], ['80x50', '1', 10], ['a6', '1', 4], ['a6-plie', '1', 2]]) {
    const pdf = await (await desk.request.get(`${server.url}${event.desk}/badges.pdf?format=${format}&first=${label}&badge-blanks=2&order=name`)).body();
    const codes = [...new Set(await decodeAll(pdfPage(pdf, 200)))]; // a reader may see one twice
    assert.equal(codes.length, count, format);
    for (const code of codes) assert.match(code, /\/B\/[0-9A-Z]{32}$/);
  }
  await desk.getByLabel('Première étiquette libre').fill('99');
  await desk.getByRole('button', { name: 'Télécharger les badges' }).click();
  await desk.locator('#erreurs').waitFor();
  assert.equal(await desk.getByLabel('Première étiquette libre').inputValue(), '99');
});

test('without a script the boxes and the numbers are sent all the same', { timeout: 120000 }, async () => {
  const plain = await browser.newContext({ javaScriptEnabled: false, locale: 'fr-FR', storageState: await desk.context().storageState() });
  const page = await plain.newPage();
  await page.goto(server.url + event.desk + '/feuilles');
  await page.getByRole('link', { name: /Ressaisir la feuille/ }).first().click();
  await page.getByLabel('Numéros des absents').fill('999');
  await page.getByRole('button', { name: 'Enregistrer les présences' }).first().click();
  assert.match(await page.locator('#erreurs').innerText(), /pas de ligne 999/);
  await page.getByLabel('Numéros des absents').fill('79');
  await page.locator('tr[data-line="2"] input[type=checkbox]').uncheck().catch(() => {});
  await page.getByRole('button', { name: 'Enregistrer les présences' }).first().click();
  await page.getByText(/présences ressaisies/).first().waitFor();
  await plain.close();
  command(['check'], { dir });
});
