// @ts-check
/** « Prêt sans réseau » : this phone checks itself before the day, one thing after the other, and says what to do. */

import { byId, button, extra, make } from './dom.js';
import { clockSaid } from './clock.js';
import { tell, tellReady } from './device.js';
import { clock, hasBegun } from './lookup.js';
import { offlineState } from './offline.js';
import { keepWord, wordOf } from './store.js';
import { trialTag } from './trial.js';

/** @typedef {'wait'|'ok'|'warn'|'no'} State warn: to be known, and no hindrance */
/** @typedef {{state: State, text: string}} Found */

/** Room that a day of arrivals may take, with the list, in bytes. */
const ROOM = 20 << 20;
/** How long the page and the camera are given, in milliseconds. */
const PATIENCE = 20_000;
/** What each check begins with, for the ear and for the eye that sees no colour. @type {Record<State, string>} */
const MARKS = { wait: '…', ok: '✓', warn: '!', no: '✗' };

/** @type {[keyof Ready['checks'], string][]} */
const STEPS = [['list', 'La liste'], ['offline', 'La page sans réseau'], ['space', 'La place'], ['clock', 'L’horloge'], ['sound', 'Le son'],
  ['camera', 'La caméra'], ['ticket', 'Le billet d’essai']];

/** @param {import('./features.js').Hands} hands */
export async function ready(hands) {
  hands.reads((text) => {
    const tag = trialTag(text);
    if (!tag) return false;
    hands.verdict.show(tag === hands.roster.tag ? { outcome: 'trial' } : { outcome: 'other_event', explanation: 'Ce billet d’essai est d’un autre événement.' }, false);
    return true;
  });
  const check = new Ready(hands);
  const offer = make('div', 'banner', '');
  const open = () => {
    offer.remove();
    check.open();
  };
  extra('Prêt sans réseau\u202f?', open);
  const kept = await wordOf(hands.db, 'ready');
  const { slots, ahead } = hands.roster;
  if (kept || hasBegun(slots, Date.now() - ahead)) return;
  offer.append(make('p', '', 'Avant le jour\u00a0: vérifiez que ce téléphone saura tenir l’accueil sans réseau.'), button('btn', 'Vérifier ce téléphone', open));
  byId('offline').before(offer);
}

class Ready {
  #dialog = /** @type {HTMLDialogElement} */ (byId('ready'));
  #video = /** @type {HTMLVideoElement} */ (byId('ready-video'));
  #run = 0;
  /** @type {() => void} */ #giveBack = () => undefined;
  /** @type {() => void} */ #skip = () => undefined;

  checks = {
    list: () => this.#list(), offline: () => this.#offline(), space: () => this.#space(), clock: () => this.#clock(), sound: () => this.#sound(),
    camera: () => this.#camera(), ticket: () => this.#ticket(),
  };

  /** @param {import('./features.js').Hands} hands */
  constructor(hands) {
    this.hands = hands;
    byId('ready-again').onclick = () => this.#start();
    byId('ready-close').onclick = () => this.#dialog.close();
    byId('ready-skip').onclick = () => this.#skip();
    this.#dialog.onclose = () => {
      this.#run++;
      this.#skip();
      this.#giveBack();
    };
  }

  open() {
    this.hands.sound.wake();
    this.#dialog.showModal();
    this.#start();
  }

  async #start() {
    const run = ++this.#run;
    this.#skip();
    this.#giveBack();
    const again = byId('ready-again'), end = byId('ready-end');
    again.hidden = true;
    end.hidden = true;
    const rows = STEPS.map(([, title]) => row(title));
    byId('ready-list').replaceChildren(...rows.map((r) => r.item));
    /** @type {Map<string, Found>} */ const found = new Map();
    await tell(); // compares the clocks, where the network answers
    for (const [i, [name]] of STEPS.entries()) {
      rows[i].say({ state: 'wait', text: 'Vérification' });
      const said = await this.checks[name]().catch(() => ({ state: /** @type {State} */ ('no'), text: 'La vérification n’a pas abouti. Recommencez.' }));
      if (run !== this.#run) return;
      found.set(name, said);
      rows[i].say(said);
    }
    this.#giveBack();
    again.hidden = false;
    await this.#conclude(found);
  }

  /** @param {Map<string, Found>} found */
  async #conclude(found) {
    const fine = (/** @type {string} */ name) => found.get(name)?.state === 'ok';
    const readiness = { list: fine('list'), camera: fine('camera'), ticket: fine('ticket'), space: fine('space'), offline: fine('offline'), at: new Date().toISOString() };
    const missing = [...found.values()].filter((f) => f.state === 'no').length;
    const end = byId('ready-end');
    end.className = `ready-end ${missing ? 'no' : 'ok'}`;
    end.textContent = missing ? `Pas encore prêt\u00a0: ${missing === 1 ? 'un point' : `${missing} points`} à reprendre.` : 'Prêt sans réseau';
    end.hidden = false;
    byId('ready-again').classList.toggle('quiet', missing === 0);
    byId('ready-close').classList.toggle('quiet', missing > 0);
    end.focus();
    if (!missing) this.hands.sound.play('ok');
    await keepWord(this.hands.db, 'ready', readiness);
    await tellReady(readiness);
  }

  /** @returns {Promise<Found>} */
  async #list() {
    const { roster, refresh } = this.hands;
    await refresh();
    const n = roster.people.size;
    if (!roster.readAt) return { state: 'no', text: 'Elle n’est pas sur ce téléphone. Ouvrez cette page une fois avec du réseau.' };
    return { state: 'ok', text: `${n} personne${n > 1 ? 's' : ''} sur ce téléphone, à jour de ${clock(roster.readAt - roster.ahead)}.` };
  }

  /** @returns {Promise<Found>} */
  async #offline() {
    if (!window.isSecureContext || !navigator.serviceWorker) return { state: 'no', text: 'Ce navigateur ne garde pas la page à cette adresse. Il faut une adresse en https, hors navigation privée.' };
    const until = Date.now() + PATIENCE;
    let state = await offlineState();
    while (!(state.shell && state.page) && Date.now() < until && this.#dialog.open) {
      await new Promise((later) => setTimeout(later, 500));
      state = await offlineState();
    }
    if (!state.shell || !state.page) return { state: 'no', text: 'Elle n’est pas encore gardée sur ce téléphone. Vérifiez le réseau, rechargez la page, puis recommencez.' };
    if (!byId('apple').hidden) return { state: 'no', text: 'Sur iPhone, ajoutez l’accueil à l’écran d’accueil et ouvrez-le de là une fois\u00a0: sans cela, Safari l’efface après 7 jours.' };
    return { state: 'ok', text: 'Elle s’ouvre sans réseau.' };
  }

  /** @returns {Promise<Found>} */
  async #space() {
    await navigator.storage?.persist?.().catch(() => false);
    const { quota = ROOM, usage = 0 } = await navigator.storage?.estimate?.() ?? {};
    if (quota - usage < ROOM) return { state: 'no', text: 'Ce téléphone est presque plein. Supprimez des photos ou des applications, puis recommencez.' };
    return { state: 'ok', text: 'Il y en a assez pour toutes les arrivées.' };
  }

  /** @returns {Promise<Found>} */
  async #clock() {
    const wrong = clockSaid(this.hands.roster.ahead);
    return wrong ? { state: 'warn', text: `${wrong} Mieux\u00a0: réglez ce téléphone sur l’heure automatique.` } : { state: 'ok', text: 'Elle est à l’heure.' };
  }

  /** @returns {Promise<Found>} */
  async #sound() {
    const { sound } = this.hands;
    sound.play('ok');
    return sound.on ? { state: 'ok', text: 'Vous venez de l’entendre. Sinon, montez le volume.' } : { state: 'warn', text: 'Il est coupé\u00a0: les verdicts se voient, sans s’entendre.' };
  }

  /** @returns {Promise<Found>} */
  #camera() {
    const { camera } = this.hands;
    byId('ready-view').hidden = false;
    this.#read = '';
    return new Promise((found) => {
      const give = camera.lend(this.#video, {
        onCode: (text) => { this.#read = text; this.#onCode(text); },
        onState: (state, problem) => { if (problem) found({ state: 'no', text: problem }); },
      });
      this.#giveBack = () => {
        give();
        byId('ready-view').hidden = true;
        this.#giveBack = () => undefined;
        found({ state: 'no', text: 'La caméra a été arrêtée.' });
      };
      camera.start();
      const until = Date.now() + PATIENCE;
      const look = () => {
        if (this.#video.videoWidth && pictured(this.#video)) found({ state: 'ok', text: 'Elle montre une image.' });
        else if (Date.now() < until) setTimeout(look, 250);
        else found({ state: 'no', text: 'Elle ne montre pas d’image. Nettoyez l’objectif, fermez les autres applications, puis recommencez.' });
      };
      look();
    });
  }

  /** @type {(text: string) => void} */ #onCode = () => undefined;
  /** What the camera last read: it tells a code once, perhaps before it was asked for. */ #read = '';

  /** @returns {Promise<Found>} */
  #ticket() {
    const { camera, roster } = this.hands;
    if (!camera.running) return Promise.resolve({ state: 'no', text: 'Il sera lu quand la caméra marchera.' });
    byId('ready-ask').hidden = false;
    byId('ready-ask').scrollIntoView({ block: 'nearest' });
    return new Promise((/** @type {(found: Found) => void} */ found) => {
      this.#skip = () => found({ state: 'no', text: 'Il n’a pas été lu. Il est sur la page de ce lien d’accueil, dans l’espace de gestion.' });
      this.#onCode = (text) => {
        const tag = trialTag(text);
        if (tag === roster.tag) found({ state: 'ok', text: 'Billet d’essai lu. Rien n’est enregistré.' });
        else byId('ready-other').textContent = tag ? 'Ce billet d’essai est d’un autre événement.' : 'Ce code n’est pas le billet d’essai. Rien n’est enregistré.';
      };
      if (this.#read) this.#onCode(this.#read);
    }).finally(() => {
      this.#skip = () => undefined;
      this.#onCode = () => undefined;
      byId('ready-other').textContent = '';
      byId('ready-ask').hidden = true;
    });
  }
}

/** Whether a picture is one: not all of one shade. @param {HTMLVideoElement} video */
function pictured(video) {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 16;
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  pen.drawImage(video, 0, 0, 16, 16);
  const shades = pen.getImageData(0, 0, 16, 16).data.filter((_, i) => i % 4 === 1);
  return Math.max(...shades) - Math.min(...shades) > 8;
}

/** One check, with its word. @param {string} title */
function row(title) {
  const item = make('li', 'check', ''), mark = make('span', 'check-mark', '', { 'aria-hidden': 'true' }), text = make('span', 'check-text', '');
  const body = make('p', '', '');
  body.append(make('b', '', `${title}\u00a0:`), document.createTextNode(' '), text);
  item.append(mark, body);
  return {
    item,
    /** @param {Found} found */
    say({ state, text: said }) {
      item.dataset.state = state;
      mark.textContent = MARKS[state];
      text.textContent = said;
    },
  };
}
