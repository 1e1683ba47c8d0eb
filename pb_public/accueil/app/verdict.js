// @ts-check
/** The verdict: colour, shape, words, sound and shake, and the buttons that follow from it. */

import { byId, button } from './dom.js';
import { wordsFor } from './words.js';

/**
 * @typedef {import('./words.js').Way} Way
 * @typedef {{nonce: string, outcome: string, who: string, where: string, slot: string, code: string,
 *   registration: string, walkIn: import('./store.js').WalkInBody|null, firstAt: string, explanation: string, over?: string}} Shown
 */

/** @type {Record<Way, {label: string, className: string}>} */
const WAYS = {
  undo: { label: 'Annuler cette arrivée', className: 'btn quiet' },
  force: { label: 'Laisser entrer quand même', className: 'btn strong' },
  walkin: { label: 'Arrivée sans inscription', className: 'btn quiet' },
  search: { label: 'Chercher le nom', className: 'btn quiet' },
};

/** @type {Shown} */
const NOTHING = {
  nonce: '', outcome: 'idle', who: '', where: '', slot: '', code: '', registration: '', walkIn: null, firstAt: '', explanation: '',
};

export class Verdict {
  #panel = byId('verdict');
  #title = byId('verdict-title');
  #icon = /** @type {SVGUseElement} */ (/** @type {unknown} */ (byId('verdict-icon')));
  #ways = byId('verdict-ways');
  /** @type {Shown} */ shown = NOTHING;
  #kind = 'idle';
  /** What capabilities add before the ways of the words. @type {((shown: Shown) => HTMLElement|null)[]} */ more = [];

  /** @param {import('./sound.js').Sound} sound @param {(way: Way, shown: Shown) => void} onWay */
  constructor(sound, onWay) {
    this.sound = sound;
    this.onWay = onWay;
  }

  /**
   * Shows a verdict.
   * @param {Partial<Shown>} shown
   * @param {boolean} focus when the button that led here is gone from the page
   */
  show(shown, focus) {
    this.#kind = '';
    this.#render({ ...NOTHING, ...shown });
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.#panel.scrollIntoView({ block: 'nearest', behavior: still ? 'auto' : 'smooth' });
    if (focus) this.#title.focus({ preventScroll: true });
  }

  /**
   * Corrects what is shown; it sounds again only when the kind changes.
   * @param {Partial<Shown>} more
   */
  correct(more) {
    this.#render({ ...this.shown, ...more });
  }

  /** @param {Shown} shown */
  #render(shown) {
    const words = wordsFor(shown.outcome, shown);
    this.shown = shown;
    this.#panel.dataset.kind = words.kind;
    this.#panel.dataset.outcome = shown.outcome;
    this.#icon.setAttribute('href', `#i-${words.kind}`);
    this.#title.textContent = words.title;
    byId('verdict-who').textContent = shown.who;
    byId('verdict-where').textContent = shown.where;
    byId('verdict-todo').textContent = words.todo;
    byId('verdict-over').textContent = words.kind === 'ok' ? shown.over ?? '' : '';
    const added = this.more.map((make) => make(shown)).filter((b) => b !== null);
    this.#ways.replaceChildren(...added, ...this.#buttons(words.ways, shown));
    if (words.kind !== this.#kind) this.sound.play(words.kind);
    this.#kind = words.kind;
  }

  /** @param {Way[]} ways @param {Shown} shown */
  #buttons(ways, shown) {
    const possible = ways.filter((way) => (way !== 'undo' && way !== 'force') || shown.registration || shown.code || shown.walkIn)
      .filter((way) => way !== 'undo' || shown.registration || shown.code);
    return possible.map((way) => button(WAYS[way].className, WAYS[way].label, () => this.onWay(way, shown)));
  }
}
