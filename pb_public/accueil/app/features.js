// @ts-check
/** What the door does beyond an arrival: each capability is a module of its own, begun here with the same hands. */

import { comfort } from './comfort.js';
import { device } from './device.js';
import { handover } from './handover.js';
import { ready } from './ready.js';
import { signature } from './signature.js';
import { offline } from './offline.js';
import { group } from './group.js';
import { incomplete } from './incomplete.js';
import { counting } from './counting.js';
import { departures } from './departures.js';

/**
 * @typedef {{db: IDBDatabase, api: string, device: string, contact: string, roster: import('./roster.js').Roster,
 *   sync: import('./queue.js').Sync, arrivals: import('./arrivals.js').Arrivals, verdict: import('./verdict.js').Verdict,
 *   camera: import('./camera.js').Camera, sound: import('./sound.js').Sound, repaint: () => void,
 *   refresh: () => Promise<void>, reads: (takes: (text: string) => boolean) => void}} Hands `repaint` draws counts and
 *   list again; `refresh` reads what changed; `reads` adds who looks at a code first, and says whether it was for them.
 *   The document tells `door:queue` (detail: how many wait) when the queue may have changed.
 * @typedef {(hands: Hands) => void|Promise<void>} Feature
 */

/** @type {Feature[]} in the order they begin; one that fails leaves the others and the arrivals untouched */
const features = [
  device,
  offline, // the page opens without network
  ready, // the phone checks itself and tells the coordinator
  handover, // unsent arrivals as a run of QR codes
  signature,
  group, // colleagues registered together
  incomplete, // a name alone, completed later
  counting, // people without a name
  departures, // where the event asks for them
  comfort, // how the phone looks, sounds and is held
];

/** @param {Hands} hands */
export async function begin(hands) {
  for (const feature of features) {
    try {
      await feature(hands);
    } catch (error) {
      console.error(error);
    }
  }
}
