// The certificates as a reader, a camera and a bad photocopier see them. The papers are drawn by the Go test that
// knows every kind and edge; with UPDATE=1 the layouts in e2e/unit/papers/ are written anew.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { blackOrWhite, blurred, codes, dusty, foot, laid, sheetOf } from '../lib/copier.mjs';
import { decode, pdfPage, pdfText } from '../lib/picture.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const golden = fileURLToPath(new URL('./papers/', import.meta.url));
const payload = 'HTTPS://PASSERELLE.EXEMPLE.FR/VERIFIER/23456789ABCDEFGHJKMN';
const layouts = ['sober', 'frame'];
let folder = '', names = /** @type {string[]} */ ([]);

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'passerelle-papers-'));
  execFileSync('go', ['test', './internal/pdf/', '-count=1', '-run', '^TestPapers$'], { cwd: root, env: { ...process.env, PASSERELLE_PAPERS: folder } });
  names = readdirSync(folder).map((f) => f.replace('.pdf', ''));
  assert.ok(names.length >= 26, `${names.length} papers`);
});
after(() => rmSync(folder, { recursive: true, force: true }));

const paper = (name) => readFileSync(join(folder, name + '.pdf'));
/** The words line by line, whatever the version of poppler thinks of the width of a space. */
const tidy = (text) => text.replace(/[\u00a0\u202f]/g, ' ').split('\n').map((l) => l.trim().replace(/ +/g, ' ')).filter(Boolean).join('\n') + '\n';

test('each paper says what it must, in its place', () => {
  for (const name of names) {
    const said = tidy(pdfText(paper(name)).text), file = join(golden, name + '.txt');
    if (process.env.UPDATE) writeFileSync(file, said);
    assert.equal(said, readFileSync(file, 'utf8'), name);
  }
});

test('the properties of the file name it, in French', () => {
  const info = execFileSync('pdfinfo', [join(folder, 'presence-sober.pdf')], { encoding: 'utf8' });
  for (const line of [/Title: +Attestation de présence - Noémie LEFŒUVRE-ÉXEMPLE - Premiers secours/, /Subject: +Attestation de présence 2026-0042/,
    /Keywords: +Attestation de présence, 2026-0042, 2345-6789-ABCD-EFGH-JKMN/, /Author: +Projet territorial/, /Creator: +Passerelle/, /Page size: .*A4/]) assert.match(info, line);
  assert.ok(paper('presence-sober').includes('/Lang (fr-FR)'));
});

test('the code of each paper is read', async () => {
  for (const name of names) assert.equal(await decode(pdfPage(paper(name))), payload, name);
});

/**
 * What a copier does, from fair to bad. Measured at worse still (70 %, blurred over 3 pixels, eight copies): level M,
 * 29 modules of one millimetre, is read six times; at the same size L and Q never (a lighter check, smaller modules).
 */
const copies = [
  { says: 'reduced to 70 %, one bit', turn: 1, scale: 0.7, radius: 1, noise: 40, specks: 0.002, from: 120, to: 140 },
  { says: 'out of focus, an uneven glass', turn: -1.5, scale: 0.7, radius: 2, noise: 60, specks: 0.004, from: 100, to: 160 },
  { says: 'much dust', turn: 2, scale: 0.7, radius: 2, noise: 80, specks: 0.01, from: 100, to: 160 },
  { says: 'two pages on one', turn: 0.5, scale: 0.5, radius: 1, noise: 40, specks: 0.004, from: 110, to: 150 },
];

test('the code is read from a bad photocopy', async () => {
  for (const name of ['presence', 'partial', 'yearly', 'yellow'].flatMap((n) => layouts.map((l) => `${n}-${l}`))) {
    const sheet = foot(sheetOf(join(folder, name + '.pdf')));
    for (const c of copies) {
      const copy = blackOrWhite(dusty(blurred(laid(sheet, c.turn, c.scale), c.radius), c.noise, c.specks), c.from, c.to);
      assert.deepEqual(await codes(copy), [payload], `${name}, ${c.says}`);
    }
  }
});

test('a code under a stain is not read: the photocopier above does spoil', async () => {
  const sheet = blurred(laid(foot(sheetOf(join(folder, 'presence-sober.pdf'))), 1, 0.5), 5);
  assert.deepEqual(await codes(blackOrWhite(sheet, 110, 150)), []);
});
