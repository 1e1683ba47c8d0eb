// A head nurse registers the colleagues of her ward from a spreadsheet.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { house } from './lib/house.mjs';
import { command } from './lib/server.mjs';
import { visitor, accessible } from './lib/browser.mjs';
import { createEvent, firstRun, register } from './lib/desk.mjs';
import { decodeAll, pdfPage, pdfText } from './lib/picture.mjs';

let home, dir, server, browser, desk;

before(async () => {
  home = await house({ settled: false });
  ({ dir, server, browser, desk } = home);
});
after(() => home?.close());

const sheet = [
  'Nom\tPrénom\tMétier\tUnité\tMail',
  'MESANGE\tAliénor\tIDE\tUnité 3\talienor.mesange@exemple.invalid',
  'PINSON\tBérénice\tAide-soignante\tUnité 3\t',
  'ROITELET\tCyr\tPsychologue\tUnité 3\tcyr.roitelet@exemple',
  'LORIOT\tDiane\tIDE\tUnité 3\tdiane.loriot@exemple.invalid',
  'TARIN\tÉlie\tsecrétaire\tUnité 3\telie.tarin@exemple.invalid',
].join('\n');

/** Pastes a text into a field as a person does. */
async function paste(page, field, text) {
  await field.focus();
  await page.evaluate((t) => navigator.clipboard.writeText(t), text);
  await page.keyboard.press('Control+V');
}

test('a group of five pasted: one registered already, one without mailbox, one written wrong', { timeout: 240000 }, async () => {
  await firstRun(desk, server);
  const event = await createEvent(desk, server, { title: 'Journée des équipes', capacity: 20, plus: 20 });
  await register(await visitor(browser), server, event, { first: 'Diane', last: 'Loriot', email: 'diane.loriot@exemple.invalid' });

  const page = await visitor(browser, { permissions: ['clipboard-read', 'clipboard-write'] });
  await page.goto(server.url + event.path + '/inscription');
  await page.getByRole('link', { name: 'Inscrire plusieurs collègues' }).click();
  await accessible(page, 'group form');
  await page.getByLabel('Votre prénom').fill('Nora');
  await page.getByLabel('Votre nom', { exact: true }).fill('Fauvette');
  await page.getByLabel('Votre adresse électronique').fill('nora.fauvette@exemple.invalid');
  await page.getByLabel('Structure', { exact: true }).fill('CH Lens');
  await page.getByText('Coller une liste depuis un tableur').click();
  await paste(page, page.getByLabel('Collez ici des lignes de votre tableur'), sheet);
  await page.getByText('5 lignes lues').waitFor();
  await accessible(page, 'group form, lines read');
  const mate = (n) => page.getByRole('group', { name: `Collègue ${n}`, exact: true });
  assert.equal(await mate(1).getByLabel('Nom', { exact: true }).inputValue(), 'MESANGE');
  assert.equal(await mate(2).getByLabel('Fonction').inputValue(), 'aide-soignant');
  assert.equal(await page.getByLabel('Votre prénom').inputValue(), 'Nora', 'what was typed before is still there');
  assert.match(await mate(5).innerText(), /Lu\s: secrétaire/);

  // All that is wrong is said at once, at its row.
  await page.getByLabel(/^Mes collègues savent/).check();
  await page.getByRole('button', { name: 'Inscrire mes collègues' }).last().click();
  const summary = page.locator('#erreurs');
  await summary.waitFor();
  assert.match(await summary.innerText(), /3 réponses[\s\S]*Collègue 3, adresse électronique[\s\S]*Collègue 5, fonction[\s\S]*Collègue 4, nom/);
  await accessible(page, 'group form, refused');
  await mate(3).getByLabel('Adresse électronique').fill('cyr.roitelet@exemple.invalid');
  await mate(5).getByLabel('Fonction').selectOption({ label: 'Autre fonction' });
  await mate(4).getByLabel('Continuer sans cette personne').check();
  await page.getByRole('button', { name: 'Inscrire mes collègues' }).last().click();
  await page.waitForURL(/\/groupes\/[a-z0-9]{41}$/);
  assert.match(await page.locator('main').innerText(), /4 inscriptions confirmées/);
  assert.doesNotMatch(await page.locator('main').innerText(), /exemple\.invalid|LORIOT/);
  await accessible(page, 'the referent’s page');

  // One sheet of tickets, a convocation each.
  const here = page.url();
  const tickets = await (await page.request.get(here + '/billets.pdf')).body();
  const codes = await decodeAll(pdfPage(tickets, 200));
  assert.equal(new Set(codes).size, 4);
  for (const code of codes) assert.match(code, /\/B\/[0-9A-Z]{32}$/);
  const words = pdfText(await (await page.request.get(here + '/convocations.pdf')).body());
  assert.equal(words.pages, 4);
  for (const name of ['Aliénor MESANGE', 'Bérénice PINSON', 'Cyr ROITELET', 'Élie TARIN']) assert.ok(words.text.includes(name), name);

  // One is replaced, one is cancelled.
  const card = (name) => page.getByRole('listitem').filter({ hasText: name });
  await card('Cyr ROITELET').locator('summary', { hasText: 'Remplacer' }).click();
  await card('Cyr ROITELET').getByLabel('Prénom').fill('Flore');
  await card('Cyr ROITELET').getByLabel('Nom', { exact: true }).fill('Grèbe');
  await card('Cyr ROITELET').getByLabel('Fonction').selectOption({ label: 'Psychologue' });
  await card('Cyr ROITELET').getByRole('button', { name: 'Donner la place' }).click();
  await page.getByText('Flore Grèbe a la place').waitFor();
  await card('Élie TARIN').locator('summary', { hasText: 'Annuler' }).click();
  await card('Élie TARIN').getByRole('button', { name: 'Annuler cette inscription' }).click();
  await page.getByText('3 inscriptions confirmées').waitFor();

  // The desk sees the group; the audit is clean.
  await desk.goto(server.url + event.desk + '/inscriptions?q=fauvette');
  assert.equal(await desk.locator('#inscriptions tbody tr').count(), 5);
  assert.match(await desk.locator('#inscriptions').innerText(), /groupe de Nora Fauvette/);
  command(['check'], { dir });
});
