// @ts-check
/** A frame in which one draws, with a finger, a mouse or a stylus. Used at the door and on the trainer's sheet. */

import { HEIGHT, WIDTH, path, simplify, tooSmall } from './strokes.js';

/** @typedef {import('./strokes.js').Stroke} Stroke */

const SVG = 'http://www.w3.org/2000/svg';

export class Pad {
  /** @type {Stroke[]} */ #strokes = [];
  /** @type {SVGPathElement|null} */ #line = null;
  #pointer = -1;

  /** @param {SVGSVGElement} frame whose view box is 0 0 1000 400 @param {() => void} [onInk] a stroke begins */
  constructor(frame, onInk) {
    this.frame = frame;
    frame.addEventListener('pointerdown', (event) => {
      if (this.#pointer !== -1 || event.button > 0) return; // a second finger, the palm of the hand
      event.preventDefault();
      this.#pointer = event.pointerId;
      frame.setPointerCapture(event.pointerId);
      this.#line = document.createElementNS(SVG, 'path');
      frame.append(this.#line);
      this.#strokes.push([]);
      this.#add(event);
      onInk?.();
    });
    frame.addEventListener('pointermove', (event) => {
      if (event.pointerId !== this.#pointer) return;
      const all = event.getCoalescedEvents?.() ?? [];
      for (const one of all.length > 0 ? all : [event]) this.#add(one);
    });
    const up = (/** @type {PointerEvent} */ event) => { if (event.pointerId === this.#pointer) this.#pointer = -1; };
    frame.addEventListener('pointerup', up);
    frame.addEventListener('pointercancel', up);
  }

  clear() {
    this.#strokes = [];
    this.#pointer = -1;
    for (const line of this.frame.querySelectorAll('path')) line.remove();
  }

  /** What is sent, or null where there is too little. @returns {number[][]|null} */
  drawing() {
    const flat = simplify(this.#strokes);
    return tooSmall(flat) ? null : flat;
  }

  /** @param {PointerEvent} event */
  #add(event) {
    const box = this.frame.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * WIDTH, y = ((event.clientY - box.top) / box.height) * HEIGHT;
    const stroke = this.#strokes[this.#strokes.length - 1];
    stroke.push([Math.round(x), Math.round(y)]);
    this.#line?.setAttribute('d', path(stroke));
  }
}
