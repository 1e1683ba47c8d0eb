import assert from 'node:assert/strict';
import { test } from 'node:test';
import { trialTag } from '../../pb_public/accueil/app/trial.js';

test('the test ticket is known by its characters, those of internal/ticket', () => {
  const code = 'ABC234ESSA0000000000000000000000';
  for (const text of [code, `HTTPS://EXEMPLE.FR/B/${code}`, code.toLowerCase()]) assert.equal(trialTag(text), 'ABC234', text);
  for (const text of ['ABC2340123456789ABCDEFGHJKMNPQRS', `${code}0`, 'ESSA', 'https://exemple.fr']) assert.equal(trialTag(text), '', text);
});
