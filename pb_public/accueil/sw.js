// @ts-check
/**
 * The door without network: a service worker that keeps the page of each door opened on this phone, and the
 * scripts that this page was made with. The server writes `self.SHELL` before this file: a build's name, its
 * files, and the header that tells our pages from a portal's.
 *
 * One cache a build, and a page is kept in the cache of its own build once that one is whole: an old page never
 * meets new scripts. A cache goes when another build keeps all of its pages. What is sent to the server is the
 * page’s own affair: /api/ never comes through here, save the last word of a page that goes away: a browser may lose its
 * beacon, and the worker outlives it. Heard twice, the word is the same.
 */
(() => {
  const worker = /** @type {any} */ (self);
  /** @type {{build: string, files: string[], mark: string}} */
  const shell = worker.SHELL;
  const CACHE = 'accueil-';
  const APP = '/accueil/app/';
  /** The page of a door, and nothing below it. */
  const PAGE = /^\/accueil\/[^/.]+$/;
  /** Where a phone tells of itself. */
  const WORD = /^\/api\/accueil\/[^/]+\/appareil$/;
  /** How long a page waits for the network when this phone has one of its own, in milliseconds. */
  const PATIENCE = 3000;

  /** What says, in a cache, that all of its build is there. @param {string} build */
  const whole = (build) => `${APP}${build}/`;
  const vary = { ignoreVary: true, ignoreSearch: false };

  worker.addEventListener('install', (/** @type {any} */ event) => event.waitUntil(install()));
  worker.addEventListener('activate', (/** @type {any} */ event) => event.waitUntil(tidy().then(() => worker.clients.claim())));
  worker.addEventListener('message', (/** @type {any} */ event) => {
    const { last } = event.data ?? {};
    if (last && WORD.test(last.address)) event.waitUntil(fetch(last.address, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: last.body }).catch(() => undefined));
    const address = String(event.data?.keep ?? '');
    if (!PAGE.test(address)) return;
    event.waitUntil(fetchPage(address).then((kept) => event.ports[0]?.postMessage(kept)));
  });
  worker.addEventListener('fetch', (/** @type {any} */ event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (request.method !== 'GET' || url.origin !== worker.location.origin) return;
    if (request.mode === 'navigate' && PAGE.test(url.pathname)) event.respondWith(answer(event, url));
    else if (url.pathname.startsWith(APP) || shell.files.includes(url.pathname + url.search)) event.respondWith(file(request));
  });

  /** Keeps every file of this build. Those of an attempt that was cut are not asked again. */
  async function install() {
    const cache = await caches.open(CACHE + shell.build);
    await Promise.all(shell.files.map(async (address) => {
      if (await cache.match(address, vary)) return;
      const response = await fetch(address);
      const type = response.headers.get('Content-Type') ?? '';
      if (!response.ok || response.redirected || type.includes('text/html')) throw new Error(`${address} is not ours`);
      await cache.put(address, response);
    }));
    await cache.put(whole(shell.build), new Response(''));
    // The doors that an older build keeps open now with this one.
    for (const address of await pagesOf(shell.build, false)) await fetchPage(address);
  }

  /** Drops the builds that no door needs any more. */
  async function tidy() {
    for (const name of await caches.keys()) {
      if (!name.startsWith(CACHE) || name === CACHE + shell.build) continue;
      if ((await pagesOf(name.slice(CACHE.length), true)).length === 0) await caches.delete(name);
    }
  }

  /**
   * The doors kept by a build, or by all the others.
   * @param {string} build
   * @param {boolean} mine
   * @returns {Promise<string[]>}
   */
  async function pagesOf(build, mine) {
    const found = [];
    for (const name of await caches.keys()) {
      if (!name.startsWith(CACHE) || (name === CACHE + build) !== mine) continue;
      for (const { url } of await (await caches.open(name)).keys()) found.push(new URL(url).pathname);
    }
    return found.filter((address) => PAGE.test(address));
  }

  /** A file of the application: its address names its build, so that the first one found is the right one. @param {Request} request */
  async function file(request) {
    return await caches.match(request, vary) ?? fetch(request);
  }

  /**
   * The page of a door: the network's when it answers soon and is ours, else the one kept.
   * @param {any} event
   * @param {URL} url
   */
  async function answer(event, url) {
    const network = fetch(event.request).then((response) => ({ response, copy: response.clone() }), () => null);
    event.waitUntil(network.then((got) => got && take(url, got.copy)));
    const kept = await saved(url.pathname);
    if (!kept) return (await network)?.response ?? Response.error();
    const late = new Promise((tell) => { setTimeout(() => tell(null), PATIENCE); });
    const got = await Promise.race([network, late]);
    if (!got || !ours(got.response)) return kept;
    // A link that is closed: what this phone has not sent is told by the page it has, with whom to call.
    return got.response.ok || !await unsent(kept) ? got.response : kept;
  }

  /** A portal, a proxy in trouble, a server that falls: all « no network ». @param {Response} response */
  const ours = (response) => response.headers.has(shell.mark) && response.status < 500;

  /** @param {string} address @returns {Promise<Response|undefined>} */
  async function saved(address) {
    const names = (await caches.keys()).filter((name) => name.startsWith(CACHE)).reverse();
    for (const name of names) {
      const found = await (await caches.open(name)).match(address, vary);
      if (found) return found;
    }
    return undefined;
  }

  /** Asks for the page of a door, to keep it. @param {string} address @returns {Promise<boolean>} */
  async function fetchPage(address) {
    try {
      return await take(new URL(address, worker.location.href), await fetch(address, { cache: 'no-cache' }));
    } catch {
      return false;
    }
  }

  /**
   * Takes the server's answer about a door: its page, or that there is none any more.
   * @param {URL} url
   * @param {Response} response
   * @returns {Promise<boolean>} whether the page is kept
   */
  async function take(url, response) {
    if (!ours(response) || response.redirected) return false;
    if (!response.ok) return forget(url.pathname);
    if (url.search) return false; // the answer to a search bears names
    const build = response.headers.get(shell.mark) ?? '';
    if (!await caches.match(whole(build), vary)) return false;
    await (await caches.open(CACHE + build)).put(url.pathname, response);
    await drop(url.pathname, CACHE + build);
    return true;
  }

  /** A closed door leaves nothing on this phone, unless it has something to send. @param {string} address */
  async function forget(address) {
    const kept = await saved(address);
    if (!kept || await unsent(kept)) return false;
    await forgetNames(kept);
    await drop(address, '');
    return false;
  }

  /** @param {string} address @param {string} but the cache that keeps it */
  async function drop(address, but) {
    for (const name of await caches.keys()) {
      if (name.startsWith(CACHE) && name !== but) await (await caches.open(name)).delete(address, vary);
    }
  }

  /** Whether this phone has arrivals to send of a page's event; yes when nobody can tell. @param {Response} page */
  async function unsent(page) {
    try {
      const db = await storeOf(page);
      if (!db) return false;
      const count = await done(db.transaction('queue').objectStore('queue').count());
      db.close();
      return count > 0;
    } catch {
      return true;
    }
  }

  /** The names of a door that is closed. @param {Response} page */
  async function forgetNames(page) {
    const db = await storeOf(page);
    if (!db) return;
    const tx = db.transaction(['people', 'lines', 'meta'], 'readwrite');
    tx.objectStore('people').clear();
    tx.objectStore('lines').clear();
    await done(tx.objectStore('meta').delete('list'));
    db.close();
  }

  /** The store of a page's event, nothing when this phone has none. @param {Response} page @returns {Promise<IDBDatabase|null>} */
  async function storeOf(page) {
    const tag = /data-tag="([^"]+)"/.exec(await page.clone().text())?.[1];
    if (!tag) return null;
    const request = indexedDB.open(`accueil-${tag}`);
    let fresh = false;
    request.onupgradeneeded = () => {
      fresh = true;
      request.transaction?.abort();
    };
    return done(request).catch((error) => { if (fresh) return null; throw error; });
  }

  /** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
  function done(request) {
    return new Promise((ok, ko) => {
      request.onsuccess = () => ok(request.result);
      request.onerror = () => ko(request.error);
    });
  }
})();
