// Figures from the screen to the paper: a filter, the list behind a figure, a sentence, a picture; a report with its
// code, published, read by a link.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { build, command, folder, remove, serve } from './lib/server.mjs';
import { launch, visitor, accessible } from './lib/browser.mjs';
import { login } from './lib/desk.mjs';
import { decode, pdfPage, pdfText } from './lib/picture.mjs';

const title = 'Rapport des essais', comment = 'Une introduction d’essai, reprise par le rapport.';
let dir, server, browser, desk, stranger;

before(async () => {
  build();
  dir = folder();
  const demo = JSON.parse(command(['demo', '--json'], { dir }));
  server = await serve(dir);
  browser = await launch();
  desk = await visitor(browser, { phone: true, permissions: ['clipboard-read', 'clipboard-write'] });
  stranger = await visitor(browser, { phone: true });
  await login(desk, server, demo.coordinator);
});
after(async () => {
  await browser?.close();
  await server?.stop();
  if (dir) remove(dir);
});

const plain = (text) => text.replace(/\s+/g, ' ');

test('a figure under a filter opens a list of as many lines; its sentence and its picture are taken away', { timeout: 60000 }, async () => {
  await desk.goto(server.url + '/gestion/chiffres');
  const whole = desk.getByRole('link', { name: /Personnes distinctes, voir la liste/ }).last();
  const all = Number(/^\d+/.exec(plain(await whole.innerText()))?.[0]);
  await desk.getByText('Choisir la période, la comparaison et les filtres').click();
  await desk.getByLabel('Secteur', { exact: true }).selectOption({ label: 'Médico-social' });
  await desk.getByRole('button', { name: 'Voir ces chiffres' }).click();
  await desk.locator('.chips .chip', { hasText: 'Médico-social' }).waitFor();
  await accessible(desk, 'figures under a filter');
  const some = desk.getByRole('link', { name: /Personnes distinctes, voir la liste/ }).last();
  const n = Number(/^\d+/.exec(plain(await some.innerText()))?.[0]);
  assert.ok(n > 5 && n < all, `${n} of ${all}`);

  await desk.locator('.lead-figure [data-copy]').click();
  const copied = plain(await desk.evaluate(() => navigator.clipboard.readText()));
  assert.equal(copied, plain(await desk.locator('.lead-figure .lead').innerText()));
  await desk.getByText('Copier la phrase, prendre l’image').first().click();
  const [picture] = await Promise.all([desk.waitForEvent('download'), desk.locator('[data-png]').first().click()]);
  assert.equal(readFileSync(await picture.path()).subarray(1, 4).toString(), 'PNG');

  await some.click();
  await desk.getByRole('heading', { level: 1, name: `Personnes distinctes : ${n}` }).waitFor();
  assert.equal(await desk.locator('main tbody tr').count(), n);
  await accessible(desk, 'the list behind a figure');
  await desk.goBack();
  await desk.locator('.chips .chip', { hasText: 'Médico-social' }).click();
  assert.equal(Number(/^\d+/.exec(plain(await whole.innerText()))?.[0]), all);
});

test('a report is made, read, verified, published, read by a link where small numbers are hidden', { timeout: 60000 }, async () => {
  await desk.goto(server.url + '/gestion/rapports/commentaires');
  await desk.getByLabel('En introduction').fill(comment);
  await desk.getByRole('button', { name: 'Enregistrer les commentaires' }).click();
  await desk.waitForLoadState();
  await desk.goto(server.url + '/gestion/rapports');
  await desk.getByLabel('Titre').fill(title);
  await desk.getByRole('button', { name: 'Faire le rapport' }).click();
  await desk.getByRole('heading', { level: 1, name: title }).waitFor();
  await accessible(desk, 'a report');
  const own = desk.url();
  const read = async (paper) => (await desk.request.get(`${own.split('?')[0]}/${paper}`)).body();
  const bytes = await read('rapport.pdf'), { text, pages } = pdfText(bytes);
  assert.ok(pages > 5, `${pages} pages`);
  assert.ok(plain(text).includes(title) && plain(text).includes(comment), text.slice(0, 3000));
  assert.equal(pdfText(await read('copil.pdf')).pages, 1);
  const code = await decode(pdfPage(bytes));
  assert.equal((await stranger.goto(code)).status(), 200);
  await accessible(stranger, 'what the code of a report leads to');

  await desk.getByRole('button', { name: 'Publier pour les lecteurs' }).click();
  await desk.getByRole('heading', { name: 'Publié', exact: true }).waitFor();
  await desk.goto(server.url + '/gestion/lecteurs');
  await desk.getByLabel('Pour qui').fill('ARS, essai');
  await desk.getByLabel(new RegExp(title)).check();
  await desk.getByRole('button', { name: 'Créer le lien' }).click();
  const link = await desk.getByRole('link', { name: 'Voir ce que la personne verra' }).getAttribute('href');
  await stranger.goto(new URL(new URL(link, server.url).pathname, server.url).href);
  await accessible(stranger, 'the reports of a reader');
  await stranger.getByRole('link', { name: title }).click();
  await stranger.getByRole('heading', { level: 1, name: title }).waitFor();
  await accessible(stranger, 'a report as a reader sees it');
  const cells = (await stranger.locator('main td').allInnerTexts()).map((c) => plain(c).split(' + ')[0]);
  assert.ok(cells.some((c) => /^< 5/.test(c)), `small numbers are hidden: ${cells.join('|')}`);
});
