// What a coordinator does in the pages, for the journeys.
import assert from 'node:assert/strict';

export const coordinator = { name: 'Coordination des essais', email: 'coordination@exemple.invalid', password: 'une longue phrase de passe' };

/** Today, or another day, in Paris, as <input type=date> takes it. */
export const day = (plus = 0) => new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Paris' }).format(Date.now() + plus * 864e5);

/** Follows the one-time link that the first start printed, and makes the coordinator. */
export async function firstRun(page, server) {
  const link = /https?:\/\/\S+\/gestion\/premier-demarrage\/\S+/.exec(server.output())?.[0];
  assert.ok(link, 'the first start prints a one-time link:\n' + server.output());
  await page.goto(link);
  await page.getByLabel('Votre nom').fill(coordinator.name);
  await page.getByLabel('Adresse électronique').fill(coordinator.email);
  await page.getByLabel('Mot de passe').fill(coordinator.password);
  await page.getByRole('button', { name: 'Créer mon compte' }).click();
  await page.getByRole('heading', { level: 1, name: 'Vos codes de secours' }).waitFor();
  return link;
}

export async function login(page, server, { email, password } = coordinator) {
  await page.goto(server.url + '/gestion');
  await page.getByLabel('Adresse électronique').fill(email);
  await page.getByLabel('Mot de passe').fill(password);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await page.waitForURL((u) => u.pathname === '/gestion');
}

/** Writes and publishes an event of one half-day, or of several (`more`), by the form; gives its desk and public addresses. */
export async function createEvent(page, server, { title, capacity = '', plus = 0, from = '00:01', to = '23:59', more = [] }) {
  await page.goto(server.url + '/gestion/evenements/nouveau');
  const form = page.locator('form#evenement');
  await form.getByRole('group', { name: 'L’essentiel' }).getByLabel('Titre').fill(title);
  await form.getByLabel('Programme', { exact: true }).selectOption({ label: 'Journée attractivité médicale et paramédicale' });
  for (const [i, half] of [{ plus, from, to }, ...more].entries()) {
    if (i) await page.getByRole('button', { name: 'Ajouter une demi-journée' }).click();
    const row = page.locator('#demi-journees [data-row]').nth(i);
    await row.getByLabel('Jour').fill(day(half.plus));
    await row.getByLabel('Début').fill(half.from);
    await row.getByLabel('Fin').fill(half.to);
  }
  await form.getByLabel('Lieu', { exact: true }).fill('Salle des essais');
  await form.getByLabel('Nombre de places').fill(String(capacity));
  await form.getByLabel('Ouvrir une liste d’attente').check();
  await form.getByLabel('Délivrer une attestation après la clôture').check();
  await form.getByRole('button', { name: 'Enregistrer le brouillon' }).click();
  await page.waitForURL(/\/gestion\/evenements\/[a-z0-9]{15}/);
  const desk = new URL(page.url()).pathname;
  await page.getByRole('button', { name: 'Publier', exact: true }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Publier' }).click();
  await page.getByRole('link', { name: 'Voir la page publique' }).waitFor();
  return { desk, path: new URL(await page.getByRole('link', { name: 'Voir la page publique' }).getAttribute('href'), server.url).pathname };
}

/** Registers one person from the event's page, as a visitor does; gives the address of the personal page. */
export async function register(page, server, event, { first, last, email, structure = 'CH Lens', profession = 'Infirmier, infirmière' }) {
  await page.goto(server.url + event.path);
  await page.getByRole('link', { name: /S['’]inscrire|liste d’attente/ }).first().click();
  await page.getByLabel('Prénom').fill(first);
  await page.getByLabel('Nom', { exact: true }).fill(last);
  await page.getByLabel('Adresse électronique').fill(email);
  await page.getByLabel('Fonction').selectOption({ label: profession });
  await page.getByLabel('Structure').fill(structure);
  await page.getByRole('button', { name: "S'inscrire" }).click();
  await page.waitForLoadState();
  return new URL(page.url()).pathname;
}

/** Makes a door link by the desk's form, and gives its secret address. */
export async function openDoor(page, server, event, label) {
  await page.goto(server.url + event.desk + '/accueil');
  await page.getByLabel('Nom du lien').fill(label);
  await page.getByRole('button', { name: 'Créer le lien' }).click();
  const link = page.getByRole('link', { name: 'Ouvrir sur cet appareil' });
  if (!await link.count()) await page.getByRole('link', { name: new RegExp('Montrer le code') }).first().click();
  return new URL(await link.getAttribute('href'), server.url).pathname;
}

/** Waits until the desk knows that the one phone of a door, whose page was closed, keeps nothing: the closing waits for none. */
export async function phoneLeft(page, server, event) {
  await page.goto(server.url + event.desk + '/accueil');
  const gone = page.locator('.tag', { hasText: /^Parti$/ });
  for (let i = 0; i < 40 && !await gone.count(); i++) {
    await page.waitForTimeout(250);
    await page.reload();
  }
  assert.equal(await gone.count(), 1, 'the phone said that it keeps nothing');
}
