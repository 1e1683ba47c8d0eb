// Ways to sign: drawn on the door's phone, by keyboard alone, with the code of the room on one's own phone; and the
// trainer's countersignature.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { house } from './lib/house.mjs';
import { command } from './lib/server.mjs';
import { visitor, accessible } from './lib/browser.mjs';
import { createEvent, openDoor, register } from './lib/desk.mjs';

let home, dir, server, browser, desk, event, door;
/** The screen of the room, and what it showed first, while the other ways were tried. */ let room, old, shownAt;
/** @type {Record<string, {page: string, code: string}>} by first name */
const people = {};

before(async () => {
  home = await house();
  ({ dir, server, browser, desk } = home);
  event = await createEvent(desk, server, { title: 'Formation « premiers secours »', capacity: 20 });
  await desk.goto(server.url + event.desk + '/accueil/reglages');
  for (const box of ['Faire signer à l’arrivée', 'Confirmer sa présence sur son propre téléphone']) await desk.getByRole('checkbox', { name: box }).check();
  await desk.getByRole('button', { name: /Enregistrer/ }).click();
  await desk.waitForLoadState();
  door = await openDoor(desk, server, event, 'Entrée');
  const guest = await visitor(browser);
  for (const first of ['Aliénor', 'Basile', 'Célestine']) {
    const page = await register(guest, server, event, { first, last: 'Mésange', email: `${first.length}.mesange@exemple.invalid` });
    people[first] = { page, code: (await guest.locator('.code').first().innerText()).trim() };
  }
  room = await visitor(browser);
  await room.goto(server.url + door + '/code');
  shownAt = Date.now();
  old = await letters(room);
});
after(() => home?.close());

const signatures = async () => {
  await desk.goto(server.url + event.desk + '/signatures');
  return desk.locator('main').innerText();
};
/** The six letters on the screen of the room. */
const letters = async (page) => (await page.locator('.letters .vh').innerText()).replace(/ /g, '');

async function openPhone(more = {}) {
  const page = await visitor(browser, { phone: true, ...more });
  await page.goto(server.url + door);
  await page.locator('html[data-ready="1"]').waitFor();
  return page;
}

async function arrive(page, first) {
  await page.getByLabel('Code du billet').fill(people[first].code);
  await page.keyboard.press('Enter');
  await page.locator('#verdict[data-outcome="accepted"], #verdict[data-outcome="already"]').waitFor();
}

test('a signature is drawn on the phone, without network too', { timeout: 120000 }, async () => {
  const phone = await openPhone();
  await arrive(phone, 'Aliénor');
  await phone.context().setOffline(true);
  await phone.getByRole('button', { name: 'Faire signer' }).click();
  const pad = phone.locator('#sign-pad');
  assert.match(await phone.locator('#sign').innerText(), /Aliénor Mésange/);
  await phone.keyboard.press('Escape');
  assert.ok(await phone.locator('#sign').isVisible(), 'the door is out of reach of who signs');
  await phone.locator('#sign').getByRole('button', { name: 'Valider' }).click();
  assert.match(await phone.locator('#sign-pad-error').innerText(), /Signez dans le cadre/);
  const box = await pad.boundingBox();
  const at = (/** @type {number} */ x, /** @type {number} */ y) => [box.x + box.width * x, box.y + box.height * y];
  for (const stroke of [[[0.1, 0.7], [0.3, 0.2], [0.4, 0.8], [0.7, 0.3], [0.9, 0.75]], [[0.2, 0.5], [0.8, 0.45]]]) {
    await phone.mouse.move(...at(...stroke[0]));
    await phone.mouse.down();
    for (const [x, y] of stroke) await phone.mouse.move(...at(x, y), { steps: 12 });
    await phone.mouse.up();
  }
  assert.equal(await pad.locator('path').count(), 2);
  await accessible(phone, 'the pad');
  await phone.locator('#sign').getByRole('button', { name: 'Valider' }).click();
  await phone.locator('#verdict[data-outcome="signed"]').waitFor();
  await phone.context().setOffline(false);
  await phone.locator('#to-send').waitFor({ state: 'hidden', timeout: 60000 });
  assert.match(await signatures(), /dont 1 avec une signature[\s\S]*Aliénor Mésange[\s\S]*Signature dessinée/);
  assert.match(await desk.locator('svg.ink path').first().getAttribute('d'), /^M\d+ \d+L/);
  await accessible(desk, 'signatures at the desk');
  await phone.setViewportSize({ width: 844, height: 390 });
  await phone.getByRole('button', { name: 'Faire signer' }).click({ timeout: 2000 }).catch(() => arrive(phone, 'Aliénor').then(() => phone.getByRole('button', { name: 'Faire signer' }).click()));
  await accessible(phone, 'the pad, sideways');
  await phone.context().close();
});

test('a signature by keyboard alone; the code of another is told', { timeout: 120000 }, async () => {
  const phone = await openPhone();
  const key = (/** @type {string} */ k) => phone.keyboard.press(k);
  const reach = async (/** @type {RegExp} */ name) => {
    for (let i = 0; i < 40; i++) {
      if (name.test(await phone.evaluate(() => document.activeElement?.textContent?.trim() ?? ''))) return key('Enter');
      await key('Tab');
    }
    throw new Error(`no way to ${name} by keyboard`);
  };
  await phone.getByLabel('Code du billet').focus();
  await phone.keyboard.type(people.Basile.code);
  await key('Enter');
  await phone.locator('#verdict[data-outcome="accepted"]').waitFor();
  const sign = async (/** @type {string} */ code) => {
    await phone.locator('#verdict-title').focus();
    await reach(/^Faire signer$/);
    await reach(/^Signer au clavier$/);
    await phone.keyboard.type(code);
    await key('Enter');
  };
  await sign('pas un code');
  assert.match(await phone.locator('#sign-code-error').innerText(), /8 caractères/);
  await accessible(phone, 'signing by keyboard');
  await phone.keyboard.press('Control+A');
  await phone.keyboard.type(people.Aliénor.code);
  await key('Enter');
  await phone.locator('#verdict[data-outcome="unsigned"]').waitFor();
  assert.match(await phone.locator('#verdict').innerText(), /Signature à refaire[\s\S]*code tapé/);
  await accessible(phone, 'a signature refused');
  await sign(people.Basile.code);
  await phone.locator('#verdict[data-outcome="signed"]').waitFor();
  await phone.getByText('Signature enregistrée').waitFor();
  await accessible(phone, 'signed');
  await phone.context().close();
  assert.match(await signatures(), /dont 2 avec une signature[\s\S]*Basile Mésange[\s\S]*Confirmé au clavier/);
});

test('one confirms one’s own presence with the code of the room; an expired code is refused', { timeout: 180000 }, async () => {
  assert.match(old, /^[BCDFGHJKMNPRSTVWXZ]{6}$/);
  await accessible(room, 'the room');
  const phone = await visitor(browser, { phone: true });
  await phone.goto(server.url + people.Célestine.page);
  await phone.getByRole('link', { name: 'Confirmer ma présence' }).click();
  const address = phone.url();
  await phone.getByLabel('Code affiché dans la salle').fill('BCDFGH');
  await phone.getByRole('button', { name: 'Je confirme ma présence' }).click();
  assert.match(await phone.locator('#erreurs').innerText(), /n’est plus/);
  await accessible(phone, 'a wrong code');
  // The screen changes by itself; what it showed two codes ago (of 45 seconds each) is refused.
  await room.waitForFunction((was) => document.querySelector('.letters .vh')?.textContent?.replace(/ /g, '') !== was, old, { timeout: 60000 });
  await room.waitForTimeout(Math.max(0, shownAt + 92_000 - Date.now()));
  await phone.goto(address);
  await phone.getByLabel('Code affiché dans la salle').fill(old);
  await phone.getByRole('button', { name: 'Je confirme ma présence' }).click();
  assert.match(await phone.locator('#erreurs').innerText(), /n’est plus/);
  assert.equal(await phone.getByLabel('Code affiché dans la salle').inputValue(), old, 'what was typed stays');
  await phone.getByLabel('Code affiché dans la salle').fill((await letters(room)).toLowerCase());
  await phone.getByRole('button', { name: 'Je confirme ma présence' }).click();
  await phone.getByText('votre présence est confirmée').waitFor();
  await accessible(phone, 'presence confirmed');
  assert.match(await signatures(), /dont 3 avec une signature[\s\S]*Célestine Mésange[\s\S]*code de la salle/);

  // From the QR, without one's own page: the code comes along, the ticket says who.
  const other = await visitor(browser, { phone: true });
  await other.goto(`${address.split('?')[0]}?code=${await letters(room)}`);
  await other.getByText('Le code de la salle est bon').waitFor();
  await accessible(other, 'the form of the room');
  await other.getByLabel('Code de votre billet').fill(people.Célestine.code);
  await other.getByRole('button', { name: 'Je confirme ma présence' }).click();
  await other.getByRole('heading', { name: 'C’est noté' }).waitFor();
  await accessible(other, 'noted');
});

test('the trainer countersigns what was read; a change asks for it again', { timeout: 120000 }, async () => {
  await signatures();
  await desk.getByRole('button', { name: 'Montrer le lien à donner' }).click();
  const link = await desk.locator('#lien-intervenant').inputValue();
  await accessible(desk, 'the trainer’s link');
  const trainer = await visitor(browser, { phone: true });
  await trainer.goto(link);
  assert.match(await trainer.locator('main').innerText(), /3\spersonnes présentes sur 3[\s\S]*Mésange Aliénor/);
  await trainer.getByLabel('Votre nom', { exact: true }).fill('Formatrice Fictive');
  await accessible(trainer, 'the trainer’s sheet');
  const box = await trainer.locator('#pad').boundingBox();
  await trainer.locator('#pad').scrollIntoViewIfNeeded();
  const seen = await trainer.locator('#pad').boundingBox() ?? box;
  await trainer.mouse.move(seen.x + 20, seen.y + seen.height * 0.7);
  await trainer.mouse.down();
  await trainer.mouse.move(seen.x + seen.width * 0.8, seen.y + 20, { steps: 20 });
  await trainer.mouse.up();
  await trainer.getByRole('button', { name: 'Je certifie ces présences' }).click();
  await trainer.getByRole('heading', { name: 'Demi-journée contresignée' }).waitFor();
  assert.equal(await trainer.locator('svg.ink path').count(), 1);
  await accessible(trainer, 'countersigned');
  assert.match(await signatures(), /Contresignée par Formatrice Fictive/);

  const phone = await openPhone();
  await arrive(phone, 'Basile');
  await phone.getByRole('button', { name: 'Annuler cette arrivée' }).click();
  await phone.locator('#verdict[data-outcome="undone"]').waitFor();
  await phone.locator('#to-send').waitFor({ state: 'hidden' });
  await phone.context().close();
  await trainer.reload();
  assert.match(await trainer.locator('main').innerText(), /La liste a changé depuis/);
  assert.match(await signatures(), /La liste a changé depuis[\s\S]*Révoquée/);
  await trainer.getByLabel('Votre nom', { exact: true }).fill('Formatrice Fictive');
  await trainer.getByRole('button', { name: 'Je certifie ces présences' }).click();
  await trainer.getByRole('heading', { name: 'Demi-journée contresignée' }).waitFor();
  await accessible(trainer, 'countersigned again');
  assert.match(command(['check'], { dir }), /ordre/);
});
