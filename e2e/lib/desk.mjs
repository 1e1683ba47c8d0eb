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
  await page.getByLabel('Adresse électronique', { exact: true }).fill(coordinator.email);
  await page.getByLabel('Mot de passe', { exact: true }).fill(coordinator.password);
  await page.getByLabel('Le même mot de passe').fill(coordinator.password);
  await page.getByRole('button', { name: /Créer/ }).click();
  return link;
}

export async function login(page, server, { email, password } = coordinator) {
  await page.goto(server.url + '/gestion');
  await page.getByLabel('Adresse électronique').fill(email);
  await page.getByLabel('Mot de passe').fill(password);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await page.waitForURL(/\/gestion/);
}
