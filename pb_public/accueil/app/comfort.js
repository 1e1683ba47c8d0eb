// @ts-check
/** « Réglages de ce téléphone » : how it looks, sounds and is held. Kept on the phone, for all of its doors. */

import { Camera, cameraChoice, chooseCamera } from './camera.js';
import { nameIt, phone } from './device.js';
import { byId, extra, make } from './dom.js';

/** @typedef {{awake: boolean, big: boolean, left: boolean, night: 'auto'|'dark'|'light'}} Settings */

const KEPT = 'accueil-reglages';
/** @type {Settings} */
const USUAL = { awake: true, big: false, left: false, night: 'auto' };

/** @param {string} id */
const box = (id) => /** @type {HTMLInputElement} */ (byId(id));

/** @param {import('./features.js').Hands} hands */
export function comfort(hands) {
  const dialog = /** @type {HTMLDialogElement} */ (byId('comfort'));
  const settings = read();
  const stay = awake(() => settings.awake);
  apply(settings);
  stay();

  const change = (/** @type {Partial<Settings>} */ more) => {
    Object.assign(settings, more);
    localStorage.setItem(KEPT, JSON.stringify(settings));
    apply(settings);
  };
  byId('comfort-awake').onchange = () => { change({ awake: box('comfort-awake').checked }); stay(); };
  byId('comfort-big').onchange = () => change({ big: box('comfort-big').checked });
  byId('comfort-left').onchange = () => change({ left: box('comfort-left').checked });
  byId('comfort-shake').onchange = () => { hands.sound.setShakes(box('comfort-shake').checked); };
  byId('comfort-sound').onchange = () => byId('sound').click();
  byId('comfort-night').onchange = () => {
    const night = new FormData(/** @type {HTMLFormElement} */ (byId('comfort-form'))).get('night');
    change({ night: night === 'dark' || night === 'light' ? night : 'auto' });
  };
  const select = /** @type {HTMLSelectElement} */ (byId('comfort-camera'));
  select.onchange = async () => {
    chooseCamera(select.value);
    if (!hands.camera.running) return;
    hands.camera.stop('');
    await hands.camera.start();
  };
  const name = box('comfort-name');
  name.onchange = async () => { await nameIt(name.value); name.value = phone.label; };
  byId('comfort-form').addEventListener('submit', (event) => { event.preventDefault(); dialog.close(); });

  extra('Réglages de ce téléphone', async () => {
    box('comfort-awake').checked = settings.awake;
    box('comfort-big').checked = settings.big;
    box('comfort-left').checked = settings.left;
    box('comfort-shake').checked = hands.sound.shakes;
    byId('comfort-shake-line').hidden = !('vibrate' in navigator);
    byId('comfort-awake-line').hidden = !('wakeLock' in navigator);
    box('comfort-sound').checked = hands.sound.on;
    box(`comfort-${settings.night}`).checked = true;
    name.value = phone.label;
    await drawCameras(select);
    dialog.showModal();
  });
}

/** Front, back, and those that have a name: they have one once the camera was allowed. @param {HTMLSelectElement} select */
async function drawCameras(select) {
  const named = (await Camera.list()).filter((c) => c.label);
  const choices = [['environment', 'Arrière'], ['user', 'Avant, côté écran'], ...named.map((c) => [c.deviceId, c.label])];
  select.replaceChildren(...choices.map(([value, text]) => make('option', '', text, { value })));
  select.value = cameraChoice();
  if (!select.value) select.value = 'environment';
}

/** @returns {Settings} */
function read() {
  try {
    return { ...USUAL, ...JSON.parse(localStorage.getItem(KEPT) ?? '{}') };
  } catch {
    return { ...USUAL };
  }
}

/** @param {Settings} settings */
function apply({ big, left, night }) {
  const { dataset } = document.documentElement;
  dataset.text = big ? 'big' : '';
  dataset.hand = left ? 'left' : '';
  dataset.night = night;
}

/**
 * Keeps the screen lit while the page is in sight: the phone takes the promise back each time it goes out of it.
 * @param {() => boolean} wanted
 * @returns {() => void} asks, or lets go
 */
function awake(wanted) {
  /** @type {WakeLockSentinel|null} */ let held = null;
  const ask = async () => {
    if (!wanted() || document.hidden) {
      await held?.release();
      held = null;
    } else if (!held || held.released) {
      held = await navigator.wakeLock?.request('screen').catch(() => null) ?? null;
    }
  };
  document.addEventListener('visibilitychange', ask);
  document.addEventListener('click', ask); // some browsers ask for a gesture first
  return ask;
}
