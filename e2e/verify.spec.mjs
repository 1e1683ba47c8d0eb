// A certificate is checked: by its code, by its file dropped on the page, without JavaScript, and by OpenSSL alone.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { binary, build, command, folder, remove, serve } from './lib/server.mjs';
import { launch, visitor, accessible } from './lib/browser.mjs';

let dir, papers, server, browser, demo, paper, altered, other;
const pdf = (name, buffer) => ({ name, mimeType: 'application/pdf', buffer });
const at = (name, bytes) => { const path = join(papers, name); writeFileSync(path, bytes); return path; };

before(async () => {
  build();
  [dir, papers] = [folder(), folder()];
  demo = JSON.parse(command(['demo', '--json'], { dir }));
  server = await serve(dir);
  browser = await launch();
  paper = Buffer.from(await (await fetch(server.url + new URL(demo.certificate.url).pathname)).arrayBuffer());
  altered = Buffer.from(paper);
  altered[altered.length >> 1] ^= 1;
  other = Buffer.from('%PDF-1.4\nailleurs\n');
});
after(async () => {
  await browser?.close();
  await server?.stop();
  for (const d of [dir, papers]) if (d) remove(d);
});

test('the file of a certificate is checked in the browser, which sends nothing of it', { timeout: 120000 }, async () => {
  for (const phone of [false, true]) {
    const page = await visitor(browser, { phone });
    const posts = [];
    page.on('request', (r) => { if (r.method() === 'POST') posts.push(r.url()); });
    const verdict = page.locator('#verdict');
    await page.goto(server.url + '/verifier');
    await page.getByText('Il ne quitte pas votre appareil').waitFor();
    await page.getByLabel('Fichier PDF de l’attestation').setInputFiles(pdf('a.pdf', altered));
    await verdict.getByText('au moins un octet diffère').waitFor();
    await accessible(page, 'an unknown file');
    await page.getByLabel('Fichier PDF de l’attestation').setInputFiles(pdf('photo.jpg', Buffer.from('JFIF')));
    await verdict.getByText('n’est pas un PDF').waitFor();
    await page.getByLabel('Fichier PDF de l’attestation').setInputFiles(pdf('a.pdf', paper));
    await page.waitForURL('**/verifier/' + demo.certificate.code);
    await verdict.getByRole('heading', { name: 'Fichier authentique' }).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'verdict', 'the answer has the focus');
    await accessible(page, 'an authentic file');

    await page.reload(); // the page promises nothing of a file that nobody has shown
    assert.equal(await verdict.textContent(), '');
    await page.getByLabel('Fichier PDF de l’attestation').setInputFiles(pdf('a.pdf', altered));
    await verdict.getByText('Ce fichier n’est pas celui que nous avons délivré').waitFor();
    await page.getByRole('button', { name: 'Contrôler ce fichier' }).click();
    await verdict.getByText('Ce fichier n’est pas celui que nous avons délivré').waitFor();

    // Dropped, as from a folder.
    const data = await page.evaluateHandle((bytes) => {
      const d = new DataTransfer();
      d.items.add(new File([new Uint8Array(bytes)], 'a.pdf', { type: 'application/pdf' }));
      return d;
    }, [...paper]);
    await page.locator('form[data-file-check]').dispatchEvent('drop', { dataTransfer: data });
    await verdict.getByRole('heading', { name: 'Fichier authentique' }).waitFor();
    assert.deepEqual(posts, []);
    await page.context().close();
  }
});

test('without JavaScript the form sends the file, and the server answers the same', { timeout: 60000 }, async () => {
  const page = await visitor(browser, { phone: true, javaScriptEnabled: false });
  for (const [start, file, says] of [
    ['/verifier', paper, 'et l’attestation est valable'],
    ['/verifier', altered, 'au moins un octet diffère'],
    ['/verifier/' + demo.certificate.code, paper, 'et l’attestation est valable'],
    ['/verifier/' + demo.certificate.code, altered, 'Ce fichier n’est pas celui que nous avons délivré'],
    ['/verifier/' + demo.certificate.code, Buffer.from('JFIF'), 'n’est pas un PDF'],
  ]) {
    await page.goto(server.url + start);
    await page.getByLabel('Fichier PDF de l’attestation').setInputFiles(pdf('a.pdf', file));
    await page.getByRole('button', { name: 'Contrôler ce fichier' }).click();
    await page.locator('#verdict').getByText(says).waitFor();
  }
});

test('a page without TLS, where browsers do not hash, sends the file', { timeout: 60000 }, async () => {
  const page = await visitor(browser);
  await page.addInitScript(() => Object.defineProperty(Object.getPrototypeOf(crypto), 'subtle', { value: undefined }));
  await page.goto(server.url + '/verifier/' + demo.certificate.code);
  assert.equal(await page.getByText('Il ne quitte pas votre appareil').isVisible(), false);
  await page.getByLabel('Fichier PDF de l’attestation').setInputFiles(pdf('a.pdf', altered));
  await page.getByRole('button', { name: 'Contrôler ce fichier' }).click();
  await page.locator('#verdict').getByText('Ce fichier n’est pas celui que nous avons délivré').waitFor();
});

test('OpenSSL verifies the signature by itself, and so does the command', { timeout: 60000 }, async () => {
  const page = await visitor(browser);
  await page.goto(server.url + '/verifier/' + demo.certificate.code);
  await page.getByText('Empreinte et signature du fichier PDF').click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Signature détachée (.p7s)' }).click()]);
  const signature = join(papers, 'attestation.p7s');
  await download.saveAs(signature);
  assert.match(download.suggestedFilename(), /^attestation-ATT-\d{4}-\d{6}\.p7s$/);
  await page.getByRole('link', { name: 'Comment s’en servir' }).click();
  await accessible(page, 'verify by oneself');
  const key = at('sceau.pem', Buffer.from(await (await fetch(server.url + '/.well-known/passerelle-sceau.pem')).arrayBuffer()));
  const openssl = (...args) => spawnSync('openssl', args, { encoding: 'utf8' });
  const verify = (file) => openssl('cms', '-verify', '-binary', '-inform', 'DER', '-in', signature, '-content', file, '-CAfile', key, '-purpose', 'any', '-out', join(papers, 'out.pdf'));
  const [good, bad] = [at('attestation.pdf', paper), at('modifiee.pdf', altered)];
  assert.match(verify(good).stderr, /CMS Verification successful/);
  assert.notEqual(verify(bad).status, 0);
  assert.match(verify(bad).stderr, /CMS Verification failure/);
  const print = openssl('x509', '-in', key, '-noout', '-fingerprint', '-sha256').stdout.trim().split('=')[1];
  await page.getByText(print).waitFor();

  // The command, with the data and without any.
  const run = (...args) => spawnSync(binary, ['verify', ...args], { encoding: 'utf8', cwd: papers });
  const nowhere = join(papers, 'nulle-part');
  for (const [args, code, says] of [
    [[good, '--dir', dir], 0, /Fichier authentique/],
    [[bad, '--dir', dir], 2, /Fichier inconnu/],
    [[at('x.pdf', other), '--dir', dir], 2, /Fichier inconnu/],
    [[good, '--dir', nowhere], 1, /pas de données de Passerelle/],
    [[good, '--seal', signature, '--key', key, '--dir', nowhere], 0, /la signature est celle de ce fichier/],
    [[bad, `--seal=${signature}`, `--key=${key}`, '--dir', nowhere], 2, /Signature refusée/],
    [[good, '--seal', signature, '--dir', nowhere], 1, /vont ensemble/],
    [[good, '--key', key, '--dir', dir], 1, /vont ensemble/],
  ]) {
    const r = run(...args);
    assert.match(r.stdout + r.stderr, says, args.join(' '));
    assert.equal(r.status, code, args.join(' ') + '\n' + r.stdout + r.stderr);
  }
  assert.equal(spawnSync('ls', [nowhere]).status !== 0, true, 'an offline check makes no folder');
});
