// Stages croisés from an empty house to the bilan: a crossed pair of structures, two people, the days told on the tutor's
// phone. A server's clock is not moved: the half-days begin at the next full minute, and the wait is used for reading.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { house } from './lib/house.mjs';
import { command } from './lib/server.mjs';
import { visitor, accessible } from './lib/browser.mjs';
import { day } from './lib/desk.mjs';
import { decode, pdfPage, pdfText } from './lib/picture.mjs';

const lens = 'CH Lens', ufolep = 'UFOLEP', title = 'Stages croisés des essais', reason = 'Réunion de service déplacée';
/** @typedef {{ name: string, email: string, page: any, path: string, desk: string, host: string, home: string }} Trainee */
let home, dir, server, browser, desk, phone, campaign, slug;
/** @type {Trainee} sent from UFOLEP to Lens, on a phone */ let alienor;
/** @type {Trainee} sent from Lens to UFOLEP */ let basile;
/** When both half-days begin. */ let begins = 0;

before(async () => {
  home = await house();
  ({ dir, server, browser, desk } = home);
  phone = await visitor(browser, { phone: true });
});
after(() => home?.close());

const plain = (text) => text.replace(/\s+/g, ' ').trim();
const at = (path) => server.url + path;
const pathOf = (href) => new URL(href, server.url).pathname;
const save = (page, name) => page.getByRole('button', { name, exact: true }).click();
const said = (page, text) => page.locator('main').getByText(text).first().waitFor();

/** Fills fields by their names. */
async function fill(page, fields) {
  for (const [name, value] of Object.entries(fields)) await page.locator(`main [name="${name}"]:not([type=hidden])`).last().fill(value);
}

/** What a page met at 390 px must be. */
async function small(page, name) {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 844 });
  await accessible(page, name);
  await page.setViewportSize(before);
}

/** The half-day's fields of the first row; the row is added where none is there. */
async function halfDay(page, on, from, to) {
  if (!await page.locator('[name$="-day"]').count()) await page.getByRole('button', { name: 'Ajouter une demi-journée' }).click();
  for (const [field, value] of [['day', on], ['start', from], ['end', to]]) await page.locator(`[name$="-${field}"]`).first().fill(value);
}

/** An hour in Paris as <input type=time> takes it. */
const hour = (ms) => new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', hour: '2-digit', minute: '2-digit' }).format(ms);

/** A half-day that begins at the next full minute, three hours long, and ends before midnight. */
async function soon() {
  const minutes = () => { const [h, m] = hour(Date.now()).split(':').map(Number); return h * 60 + m; };
  while (minutes() >= 23 * 60 + 50) await desk.waitForTimeout(5000);
  if (60000 - Date.now() % 60000 < 12000) await desk.waitForTimeout(60000 - Date.now() % 60000);
  begins = Date.now() - Date.now() % 60000 + 60000;
  return [day(), hour(begins), minutes() >= 20 * 60 ? '23:59' : hour(begins + 3 * 3600e3)];
}

/** A page signed, as a scanner gives it. */
async function scan(type) {
  const page = await browser.newPage();
  await page.setContent('<h1>Page signée</h1>');
  const buffer = type === 'pdf' ? await page.pdf() : await page.screenshot({ type: 'jpeg' });
  await page.close();
  return { name: `page signée.${type}`, mimeType: type === 'pdf' ? 'application/pdf' : 'image/jpeg', buffer };
}

/** Signs by a party's link: with a page, or with the date alone. */
async function sign(page, path, file) {
  await page.goto(at(path + '/convention'));
  await page.getByLabel('Date portée sur le papier').fill(day());
  if (file) await page.getByLabel('Page signée').setInputFiles(file);
  await save(page, 'Noter la signature');
  await page.locator('#signatures, .error-summary').first().waitFor();
  assert.equal(await page.locator('.error-summary').count(), 0, await page.locator('main').innerText());
}

test('a campaign is made and opened; a place comes by its link, another is typed', { timeout: 60000 }, async () => {
  await desk.goto(at('/gestion/stages'));
  await small(desk, 'no campaign yet');
  await desk.getByRole('link', { name: 'Nouvelle campagne' }).click();
  await fill(desk, { title, summary: 'Une journée chez l’autre, pour se connaître.', offers_until: day(5), wishes_until: day(10), from: day(), to: day(60), min_half_days: '1' });
  await desk.getByLabel(/^Croisés?|deux sens/).first().check();
  await desk.getByLabel('Demander l’accord du responsable').check();
  await desk.getByLabel('Demander le rapport d’étonnement avant l’attestation').check();
  await small(desk, 'a new campaign');
  await save(desk, 'Enregistrer le brouillon');
  await save(desk, 'Ouvrir la campagne');
  await desk.getByLabel('Adresse à faire connaître').waitFor();
  campaign = pathOf(desk.url());
  await small(desk, 'a campaign');
  const link = pathOf(await desk.getByLabel('Lien pour proposer une place').inputValue());
  slug = pathOf(await desk.getByLabel('Adresse à faire connaître').inputValue());

  await phone.goto(at(link));
  await accessible(phone, 'proposing a place');
  await fill(phone, { structure: lens, service: 'Centre médico-psychologique', seen: 'Une réunion de synthèse, l’accueil.', places: '1', crossed: ufolep,
    referent_name: 'Direction Lens', referent_email: 'direction@lens.invalid', tutor_name: 'Tutrice Lens', badge: 'Badge au standard' });
  await halfDay(phone, day(3), '09:00', '12:00');
  await save(phone, 'Proposer cette place');
  await said(phone, 'Gardez ce lien');
  await accessible(phone, 'my place');

  await desk.goto(at(campaign + '/places'));
  await small(desk, 'places');
  await desk.getByRole('button', { name: /^Publier/ }).click();
  await said(desk, 'Publiée');
  await desk.getByRole('link', { name: 'Ajouter une place' }).click();
  await fill(desk, { structure: ufolep, service: 'Sport et santé', seen: 'Un atelier.', places: '1', crossed: lens, referent_name: 'Direction Ufolep', referent_email: 'direction@ufolep.invalid', tutor_name: 'Tuteur Ufolep' });
  await halfDay(desk, day(3), '14:00', '17:00');
  await small(desk, 'a place typed');
  await save(desk, 'Enregistrer et publier');
  await said(desk, 'La place est enregistrée.');
  assert.equal(await desk.locator('main tbody tr').count(), 2);
});

/** Asks for a stage; gives the person with its own page. @returns {Promise<Trainee>} */
async function wish(page, { first, last, from, service, place }) {
  const email = `${first.toLowerCase()}@exemple.invalid`;
  await page.goto(at(slug));
  await accessible(page, 'a campaign in public');
  await page.getByRole('link', { name: place }).first().click();
  await accessible(page, 'a place in public');
  await page.getByRole('link', { name: 'Souhaiter cette place' }).click();
  await fill(page, { prenom: first, nom: last, email, structure: from, service, objectifs: 'Comprendre l’accueil.', 'responsable-nom': 'Cadre ' + from,
    responsable: `cadre@${from.split(' ').pop()?.toLowerCase()}.invalid`, 'correspondant-nom': 'Direction ' + from, correspondant: `personnel@${from.split(' ').pop()?.toLowerCase()}.invalid` });
  await page.getByLabel('Fonction', { exact: true }).selectOption({ index: 1 });
  await page.getByLabel('J’ai lu ce que deviennent mes réponses').check();
  await accessible(page, 'wishing');
  await save(page, 'Envoyer ma demande');
  await page.getByRole('heading', { level: 1, name: 'Mon stage croisé' }).waitFor();
  await accessible(page, 'my stage');
  return { name: `${first} ${last}`, email, page, path: pathOf(page.url()), desk: '', host: '', home: '' };
}

/** The personal address in a letter of the outbox. */
async function linkIn(to, path) {
  await desk.goto(at('/gestion/messages?mots=' + encodeURIComponent(to)));
  await desk.locator('main tbody th a').first().click();
  await save(desk, 'Afficher les liens');
  const found = new RegExp(`/${path}/[^\\s>)]+`).exec(await desk.locator('#texte').innerText());
  assert.ok(found, `a letter to ${to} with ${path}`);
  return found[0];
}

test('two people wish, their managers agree by letter, the matching is read and kept', { timeout: 60000 }, async () => {
  const other = await visitor(browser);
  alienor = await wish(phone, { first: 'Aliénor', last: 'Mésange', from: ufolep, service: 'Sport', place: /Lens/ });
  basile = await wish(other, { first: 'Basile', last: 'Fauvette', from: lens, service: 'Urgences', place: /UFOLEP/ });
  const manager = await visitor(browser, { phone: true });
  for (const to of ['cadre@ufolep.invalid', 'cadre@lens.invalid']) {
    await manager.goto(at(await linkIn(to, 'stage-responsable')));
    await accessible(manager, 'a manager is asked');
    await save(manager, 'Je suis d’accord');
    await said(manager, 'Reprendre votre accord');
  }
  await manager.context().close();

  await desk.goto(at(campaign + '/affectation'));
  const text = plain(await desk.locator('main').innerText());
  assert.match(text, /2 personnes placées sur 2/);
  assert.match(text, /Aucune répartition ne place davantage/);
  await small(desk, 'the matching');
  await save(desk, 'Retenir cette répartition');
  await desk.getByRole('dialog').getByRole('button', { name: 'Retenir cette répartition' }).click();
  await desk.locator('#deja').waitFor();
  await small(desk, 'the matching kept');
  for (const who of [alienor, basile]) {
    await desk.goto(at(campaign + '/affectation'));
    await desk.locator('#deja').getByRole('link', { name: who.name }).click();
    who.desk = pathOf(desk.url());
    await desk.goto(at(who.desk + '/convention'));
    await save(desk, 'Établir et envoyer la convention');
    await desk.locator('#signatures').waitFor();
    await desk.goto(at(who.desk));
    await save(desk, 'Afficher les liens');
    await desk.locator('#liens input').first().waitFor();
    const links = await desk.locator('#liens input').evaluateAll((inputs) => inputs.map((i) => /** @type {HTMLInputElement} */ (i).value));
    who.host = pathOf(links.find((l) => l.includes('/stage-accueil/')) ?? '');
    who.home = pathOf(links.find((l) => l.includes('/stage-etablissement/')) ?? '');
    assert.ok(who.host.length > 20 && who.home.length > 20, links.join(' '));
  }
});

test('the convention is read and signed; put off, set again, amended, signed again', { timeout: 150000 }, async () => {
  const host = await visitor(browser, { phone: true });
  const paper = await (await basile.page.request.get(at(basile.path + '/convention.pdf'))).body(), { text, pages } = pdfText(paper);
  assert.ok(pages >= 2 && pages <= 3, `${pages} pages`);
  for (const words of ['Basile Fauvette', 'Centre hospitalier de Lens', ufolep, '14 h', 'Date et signature']) assert.ok(plain(text).includes(words), `${words} in ${text}`);

  await host.goto(at(basile.host + '/convention'));
  await host.getByLabel('Date portée sur le papier').fill(day());
  await host.getByLabel('Page signée').setInputFiles({ name: 'convention.pdf', mimeType: 'application/pdf', buffer: Buffer.from('<html><script>alert(1)</script></html>') });
  await save(host, 'Noter la signature');
  await host.locator('#scan-erreur').waitFor();
  assert.match(await host.locator('#scan-erreur').innerText(), /PDF/);
  assert.equal(await host.getByLabel('Date portée sur le papier').inputValue(), day());
  await accessible(host, 'a wrong file');
  await sign(host, basile.host, await scan('pdf'));
  await sign(host, basile.home, await scan('jpeg'));
  await sign(basile.page, basile.path, undefined);
  await sign(alienor.page, alienor.path, undefined);
  await said(basile.page, 'Signée par tous');

  await host.goto(at(basile.host + '/changement'));
  await accessible(host, 'a change');
  const put = host.locator('section', { has: host.locator('input[value=postpone]') });
  await put.getByLabel('Raison').fill(reason);
  await put.getByRole('button').click();
  await said(host, 'reporté');
  const when = await soon();
  await host.goto(at(basile.host + '/changement'));
  const again = host.locator('section', { has: host.locator('input[value=resume]') });
  await halfDay(again, ...when);
  await again.locator('button:not([type=button])').click();
  await said(host, 'Nouvelle version');
  for (const who of [basile, alienor]) {
    await desk.goto(at(who.desk + '/convention'));
    if (who === alienor) await desk.getByText('Établir une nouvelle version, qui').click();
    await halfDay(desk, ...when);
    const amend = desk.locator('form', { has: desk.locator('input[value=avenant]') });
    await amend.getByLabel('Motif').fill(who === basile ? reason : 'Date avancée');
    await amend.locator('button:not([type=button])').click();
    await said(desk, 'version 2');
  }
  for (const who of [basile, alienor]) {
    await sign(host, who.host, await scan('pdf'));
    await sign(host, who.home, await scan('jpeg'));
    await sign(who.page, who.path, undefined);
    await said(who.page, 'Signée par tous');
  }
  const amended = pdfText(await (await basile.page.request.get(at(basile.path + '/convention.pdf'))).body());
  assert.match(plain(amended.text), /annule et remplace la version 1/);
  await host.context().close();
});

test('while the half-days wait: every page by its owner only', { timeout: 60000 }, async () => {
  await accessible(alienor.page, 'the convention signed');
  for (const path of [alienor.path, basile.host, basile.home, alienor.home + '/convention']) {
    await phone.goto(at(path));
    await accessible(phone, path.replace(/\/[^/]{16,}/, ''));
  }
  for (const path of ['', '/convention']) {
    await desk.goto(at(basile.desk + path));
    await small(desk, 'a placement at the desk' + path);
  }
  await desk.goto(at(campaign + '/suivi'));
  await small(desk, 'the board');
  await phone.goto(at(basile.host + '/convention'));
  const piece = pathOf(await phone.locator('#signatures a').first().getAttribute('href'));
  const id = piece.split('/').pop(), token = (path) => path.split('/').pop();
  const stranger = await visitor(browser);
  for (const path of [`${alienor.host}/papiers/${id}`, `${alienor.path}/papiers/${id}`, `/mon-stage/${token(basile.host)}`, `/stage-accueil/${token(alienor.path)}`, `/stage-etablissement/${token(alienor.host)}`,
    `/stage-responsable/${token(alienor.home)}`, `${basile.path.slice(0, -2)}xx`]) {
    assert.equal((await stranger.request.get(at(path))).status(), 404, path);
  }
  const own = await phone.request.get(at(piece));
  assert.equal(own.status(), 200);
  assert.match(own.headers()['content-disposition'], /^attachment/);
  await stranger.context().close();
});

/** Draws a signature in a pad. */
async function draw(page, pad) {
  await pad.scrollIntoViewIfNeeded();
  const box = await pad.boundingBox();
  await page.mouse.move(box.x + 30, box.y + box.height * 0.7);
  await page.mouse.down();
  for (const [x, y] of [[0.4, 0.2], [0.6, 0.8], [0.9, 0.3]]) await page.mouse.move(box.x + box.width * x, box.y + box.height * y, { steps: 8 });
  await page.mouse.up();
}

test('the days are told on the tutor’s phone: by the code, by two signatures; reports, attestation', { timeout: 150000 }, async () => {
  await alienor.page.goto(at(alienor.path));
  const code = (await alienor.page.locator('.ticket .code').innerText()).trim();
  const tutor = await visitor(browser, { phone: true });
  await tutor.waitForTimeout(Math.max(0, begins + 500 - Date.now()));
  for (const who of [alienor, basile]) {
    await tutor.goto(at(who.host));
    await tutor.getByRole('link', { name: 'Confirmer la présence' }).first().click();
    if (who === alienor) {
      await tutor.getByLabel('Avec le code de la personne en stage').check();
      await fill(tutor, { code });
    } else {
      await tutor.getByLabel('Nous signons tous les deux ici').check();
      await draw(tutor, tutor.locator('#pad-trainee'));
      await fill(tutor, { tutor: 'Tuteur Ufolep' });
      await draw(tutor, tutor.locator('#pad-tutor'));
    }
    await accessible(tutor, 'telling a half-day');
    await save(tutor, 'Enregistrer');
    await save(tutor, 'Terminer le stage');
    await said(tutor, 'Stage terminé');
    await accessible(tutor, 'a stage that is over');
  }
  for (const who of [alienor, basile]) {
    await who.page.goto(at(who.path + '/rapport'));
    await accessible(who.page, 'a report');
    await fill(who.page, { etonnement: 'Le temps donné à chaque échange.', pratique: 'Appeler avant d’orienter.' });
    if (who === alienor) {
      await save(who.page, 'Enregistrer le brouillon');
      await said(who.page, 'Brouillon enregistré le');
      await who.page.goto(at(who.path + '/rapport'));
      assert.equal(await who.page.locator('[name=etonnement]').inputValue(), 'Le temps donné à chaque échange.');
    }
    await who.page.locator('[name=lu]').check();
    await save(who.page, 'Envoyer');
    await said(who.page, 'Envoyé le');
    await tutor.goto(at(who.host + '/retour'));
    await accessible(tutor, 'a feedback');
    await fill(tutor, { etonnement: 'Une question sur nos horaires.' });
    await tutor.locator('[name=lu]').check();
    await save(tutor, 'Envoyer');
    await said(tutor, 'Envoyé le');
    for (const [page, path] of [[who.page, who.path], [tutor, who.host]]) {
      await page.goto(at(path + '/avis'));
      await accessible(page, 'an opinion');
      for (const group of await page.locator('main fieldset').all()) await group.locator('label').last().click();
      await save(page, 'Envoyer ma réponse');
      await said(page, 'Merci, vous avez répondu');
    }
  }
  for (const [who, where] of [[alienor, 'Centre hospitalier de Lens'], [basile, ufolep]]) {
    const link = who.page.getByRole('link', { name: 'Télécharger mon attestation' });
    for (let i = 0; i < 60 && !await link.count(); i++) {
      await who.page.goto(at(who.path));
      if (!await link.count()) await who.page.waitForTimeout(250);
    }
    const bytes = await (await who.page.request.get(at(pathOf(await link.getAttribute('href'))))).body();
    assert.ok(plain(pdfText(bytes).text).toUpperCase().includes(who.name.toUpperCase()), pdfText(bytes).text);
    await phone.goto(at(pathOf(await decode(pdfPage(bytes)))));
    const verified = plain(await phone.locator('main').innerText());
    assert.ok(verified.includes(where), verified);
    assert.match(verified, /3 h|\d h \d\d/);
    await accessible(phone, 'an attestation verified');
  }
  await accessible(alienor.page, 'my stage, over');
  await tutor.context().close();
});

test('the bilan and the year say the same; the register entry is no event', { timeout: 60000 }, async () => {
  await desk.goto(at(campaign + '/bilan'));
  const lead = plain(await desk.locator('p.lead').innerText());
  assert.match(lead, /^2 stages réalisés sur 2 souhaits : 2 demi-journées \(.*\), entre 2 établissements\./);
  await small(desk, 'the bilan');
  const year = JSON.parse(command(['stats', '--from', day(), '--to', day()], { dir })).indicators;
  const figures = ['placements_done', 'placement_half_days', 'placement_institutions', 'placement_pairs', 'placement_reports'].map((name) => year[name].recorded);
  assert.deepEqual(figures, [2, 2, 2, 1, 2]);
  assert.equal(year.events_held.recorded, 0);
  const kpis = Object.fromEntries((await desk.locator('.kpis .kpi').evaluateAll((all) => all.map((k) => [k.querySelector('dt')?.textContent ?? '', k.querySelector('dd')?.textContent ?? '']))).map(([k, v]) => [plain(k), Number(plain(v))]));
  assert.deepEqual(['Stages réalisés', 'Demi-journées suivies', 'Établissements, origine ou accueil', 'Rapports d’étonnement reçus'].map((k) => kpis[k]), [figures[0], figures[1], figures[2], figures[4]]);
  assert.ok(kpis['Stages croisés dans les deux sens'] > 0, JSON.stringify(kpis));
  const bilan = pdfText(await (await desk.request.get(at(campaign + '/bilan.pdf'))).body());
  assert.ok(plain(bilan.text).includes('2 stages réalisés sur 2 souhaits'), bilan.text);
  await desk.locator('.kpi a').first().click();
  await desk.locator('#liste').waitFor();
  assert.equal(await desk.locator('#liste tbody tr').count(), 2);
  for (const path of ['/gestion/evenements', '/']) {
    await desk.goto(at(path));
    assert.doesNotMatch(await desk.locator('main').innerText(), /Stage croisé\s*:/, path);
  }
  for (const who of [alienor, basile]) {
    await desk.goto(at(who.desk + '/rapports'));
    await said(desk, 'Le temps donné à chaque échange.');
  }
  await small(desk, 'the reports');
  command(['check'], { dir });
});
