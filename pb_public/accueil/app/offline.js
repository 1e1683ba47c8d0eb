// @ts-check
/** Makes of the door an application that opens without network: the service worker, the installation, what is said of it. */

import { byId, button } from './dom.js';

/** Tried again this often until the page is kept, in milliseconds. */
const AGAIN = 20_000;
/** A new version is looked for this often, in milliseconds. */
const LOOK = 3_600_000;
const CLOSED_HINT = 'accueil-installation-vue';

/** The address of this build: the service worker writes it once it has kept all of its files. */
const BUILD = new URL('./', import.meta.url).pathname;

/** @typedef {Event & {prompt: () => Promise<void>, userChoice: Promise<{outcome: string}>}} InstallEvent */
/** @type {InstallEvent|null} the browser's offer to install, which comes when it likes */
let offer = null;
/** @type {() => void} */
let onOffer = () => undefined;
addEventListener('beforeinstallprompt', (event) => {
  event.preventDefault();
  offer = /** @type {InstallEvent} */ (event);
  onOffer();
});

/** Whether the door was opened from the home screen. */
const standalone = () => matchMedia('(display-mode: standalone)').matches || /** @type {any} */ (navigator).standalone === true;

/**
 * Whether this door opens without network.
 * @returns {Promise<{installed: boolean, worker: boolean, shell: boolean, page: boolean, persisted: boolean}>}
 *   installed: opened from the home screen; worker: a service worker answers for this page; shell: the files of this
 *   build are kept; page: so is this door's page; persisted: the browser promised not to clear what it keeps
 */
export async function offlineState() {
  const kept = async (/** @type {string} */ address) => Boolean(await globalThis.caches?.match(address, { ignoreVary: true }));
  const [shell, page, persisted] = await Promise.all([
    kept(BUILD).catch(() => false), kept(location.pathname).catch(() => false),
    navigator.storage?.persisted?.().catch(() => false) ?? false,
  ]);
  return { installed: standalone(), worker: Boolean(navigator.serviceWorker?.controller), shell, page, persisted };
}

/** Begins the capability. Without HTTPS there is no service worker: the page then says so itself. */
export function offline() {
  drawInstall();
  drawApple();
  if (!navigator.serviceWorker) return;
  keep();
  const timer = setInterval(async () => { if (await keep()) clearInterval(timer); }, AGAIN);
  setInterval(() => navigator.serviceWorker.getRegistration('/accueil/').then((r) => r?.update()).catch(() => undefined), LOOK);
}

/**
 * Has the worker keep this build and this page.
 * @returns {Promise<boolean>} whether both are kept
 */
async function keep() {
  try {
    const registration = await navigator.serviceWorker.register('/accueil/sw.js', { scope: '/accueil/', updateViaCache: 'none' });
    const active = registration.active ?? await activated(registration);
    let { shell, page } = await offlineState();
    if (!page) page = await ask(active, { keep: location.pathname });
    document.documentElement.toggleAttribute('data-offline-ready', shell && page);
    return shell && page;
  } catch {
    return false; // no network, or a portal's: the next try is soon
  }
}

/** @param {ServiceWorkerRegistration} registration @returns {Promise<ServiceWorker>} rejects when its installation fails */
function activated(registration) {
  const worker = registration.installing ?? registration.waiting;
  return new Promise((ok, ko) => {
    if (!worker) return ko(new Error('no worker'));
    const look = () => {
      if (worker.state === 'activated') ok(worker);
      if (worker.state === 'redundant') ko(new Error('not installed'));
    };
    worker.addEventListener('statechange', look);
    look();
  });
}

/** @param {ServiceWorker} worker @param {object} message @returns {Promise<boolean>} */
function ask(worker, message) {
  const { port1, port2 } = new MessageChannel();
  return new Promise((tell) => {
    port1.onmessage = ({ data }) => tell(Boolean(data));
    setTimeout(() => tell(false), 15_000);
    worker.postMessage(message, [port2]);
  });
}

/** The button that installs, where the browser offers it. */
function drawInstall() {
  const install = button('btn quiet', 'Installer sur ce téléphone', async () => {
    await offer?.prompt();
    const choice = await offer?.userChoice;
    if (choice?.outcome === 'accepted') install.remove();
  });
  onOffer = () => {
    byId('extra-ways').append(install);
    byId('extra').hidden = false;
  };
  if (offer) onOffer();
  addEventListener('appinstalled', () => install.remove());
}

/** On an iPhone nothing offers: it is told by words, once read it is gone. */
function drawApple() {
  const { userAgent, platform, maxTouchPoints } = navigator;
  const apple = /iPhone|iPad|iPod/.test(userAgent) || (platform === 'MacIntel' && maxTouchPoints > 1);
  if (!apple || standalone() || localStorage.getItem(CLOSED_HINT)) return;
  byId('apple').hidden = false;
  byId('apple-seen').addEventListener('click', () => {
    localStorage.setItem(CLOSED_HINT, 'oui');
    byId('apple').hidden = true;
  });
}
