// @ts-check
/**
 * Whoever arrives signs on this phone, handed over: drawn, or said by keyboard. The arrival is recorded already; the
 * signature is one more fact of the same person and half-day, and leaves by the same queue.
 */

import { byId, button } from './dom.js';
import { clock, parseCode } from './lookup.js';
import { Pad } from './pad.js';

/** @typedef {import('./lookup.js').Ink} Ink @typedef {import('./verdict.js').Shown} Shown */

/** Verdicts after which somebody may sign. */
const SIGNABLE = new Set(['accepted', 'forced', 'already', 'offline', 'unsigned']);
const DAY = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });

/** @param {import('./features.js').Hands} hands */
export function signature(hands) {
  const { roster, verdict, arrivals } = hands;
  const ask = new Asking();
  verdict.more.push((shown) => {
    if (!roster.rules.signature || !SIGNABLE.has(shown.outcome) || !(shown.registration || shown.code)) return null;
    return button('btn strong', 'Faire signer', async () => {
      const filming = document.documentElement.dataset.camera === 'on';
      if (filming) hands.camera.stop('');
      const slot = roster.slots.find((s) => s.id === shown.slot);
      const ink = await ask.of(shown.who || 'Billet non vérifié', halfDay(slot));
      if (filming) hands.camera.start();
      if (ink) await arrivals.signed(shown, ink);
    });
  });
}

/** @param {import('./lookup.js').Slot|undefined} slot */
function halfDay(slot) {
  if (!slot) return '';
  const hours = `de ${clock(slot.starts_at)} à ${clock(slot.ends_at)}`;
  return [slot.label, `${DAY.format(Date.parse(slot.starts_at))}, ${hours}`].filter(Boolean).join(', ');
}

class Asking {
  #dialog = /** @type {HTMLDialogElement} */ (byId('sign'));
  #code = /** @type {HTMLInputElement} */ (byId('sign-code'));
  #pad = new Pad(/** @type {SVGSVGElement} */ (/** @type {unknown} */ (byId('sign-pad'))), () => this.#say('sign-pad', ''));
  /** @type {Ink|null} */ #ink = null;

  constructor() {
    const dialog = this.#dialog;
    byId('sign-clear').onclick = () => { this.#pad.clear(); this.#say('sign-pad', ''); };
    byId('sign-draw').addEventListener('submit', (event) => { event.preventDefault(); this.#drawn(); });
    byId('sign-keys').addEventListener('submit', (event) => { event.preventDefault(); this.#confirmed(); });
    byId('sign-by-keys').onclick = () => { this.#turn('keys'); this.#code.focus(); };
    byId('sign-by-hand').onclick = () => { this.#turn('draw'); byId('sign-clear').focus(); };
    for (const id of ['sign-leave', 'sign-leave-keys']) byId(id).onclick = () => dialog.close();
    // The phone is in another hand: only a button leads back to the door.
    dialog.addEventListener('cancel', (event) => event.preventDefault());
    dialog.addEventListener('keydown', (event) => { if (event.key === 'Escape') event.preventDefault(); });
  }

  /**
   * @param {string} who
   * @param {string} when
   * @returns {Promise<Ink|null>} null when nobody signed
   */
  of(who, when) {
    this.#ink = null;
    this.#pad.clear();
    this.#code.value = '';
    byId('sign-who').textContent = who;
    byId('sign-when').textContent = when;
    this.#turn('draw');
    this.#dialog.showModal();
    byId('sign-who').focus();
    return new Promise((tell) => { this.#dialog.onclose = () => { this.#pad.clear(); tell(this.#ink); }; });
  }

  #drawn() {
    const strokes = this.#pad.drawing();
    if (!strokes) {
      this.#say('sign-pad', 'Signez dans le cadre, ou choisissez «\u00a0Signer au clavier\u00a0».');
      return;
    }
    this.#ink = { way: 'drawn', strokes };
    this.#dialog.close();
  }

  #confirmed() {
    const parsed = parseCode(this.#code.value);
    if (parsed.kind !== 'short') {
      this.#say('sign-code', 'Tapez les 8 caractères inscrits sur votre billet, par exemple BCDF-GH23.');
      this.#code.setAttribute('aria-invalid', 'true');
      this.#code.focus();
      return;
    }
    this.#ink = { way: 'confirmed', code: parsed.code };
    this.#dialog.close();
  }

  /** @param {'draw'|'keys'} way */
  #turn(way) {
    byId('sign-draw').hidden = way !== 'draw';
    byId('sign-keys').hidden = way !== 'keys';
    this.#say('sign-pad', '');
    this.#say('sign-code', '');
    this.#code.removeAttribute('aria-invalid');
  }

  /** @param {string} id @param {string} error */
  #say(id, error) {
    byId(`${id}-error`).textContent = error;
    if (id !== 'sign-pad') byId(`${id}-error`).hidden = !error; // the frame must not move under the hand
  }
}
