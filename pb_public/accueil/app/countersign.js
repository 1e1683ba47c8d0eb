// @ts-check
/** The trainer's sheet: who wishes draws a signature; what was drawn goes with the form. */

import { byId } from './dom.js';
import { Pad } from './pad.js';

const form = document.getElementById('countersign');
if (form) {
  const pad = new Pad(/** @type {SVGSVGElement} */ (/** @type {unknown} */ (byId('pad'))));
  byId('strokes').hidden = false;
  byId('pad-clear').addEventListener('click', () => pad.clear());
  form.addEventListener('submit', () => {
    const strokes = pad.drawing();
    /** @type {HTMLInputElement} */ (byId('traits')).value = strokes ? JSON.stringify(strokes) : '';
  });
}
