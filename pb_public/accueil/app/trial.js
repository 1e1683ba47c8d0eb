// @ts-check
/** The test ticket of an event: it is read like any other, and is nobody's. */

import { parseCode } from './lookup.js';

/** What follows the event's tag in place of the 26 random characters (internal/ticket). */
const REST = `ESSA${'0'.repeat(22)}`;

/** The event's tag when a text is a test ticket, else empty. @param {string} text as a camera or a hand scanner gives it */
export function trialTag(text) {
  const code = parseCode(text);
  return code.kind === 'ticket' && code.code.endsWith(REST) ? code.tag : '';
}
