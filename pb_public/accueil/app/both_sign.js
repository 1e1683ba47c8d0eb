// @ts-check
/** A half-day of a stage: what the chosen way of confirming asks for is shown, and both signatures go with the form. */

import { byId } from './dom.js';
import { Pad } from './pad.js';

const form = /** @type {HTMLFormElement|null} */ (document.getElementById('both-sign'));
const ways = form ? /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll('input[name="how"]')) : [];
if (form && ways.length > 0) {
  const pads = ['trainee', 'tutor'].map((who) => {
    const pad = new Pad(/** @type {SVGSVGElement} */ (/** @type {unknown} */ (byId(`pad-${who}`))));
    byId(`${who}-strokes`).hidden = false;
    byId(`pad-${who}-clear`).addEventListener('click', () => pad.clear());
    return { who, pad };
  });
  const show = () => {
    const chosen = [...ways].find((way) => way.checked)?.value;
    for (const part of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll('[data-way]'))) part.hidden = part.dataset.way !== chosen;
    const missed = /** @type {HTMLInputElement|null} */ (form.querySelector('input[name="presence"][value="no"]'))?.checked ?? false;
    for (const part of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll('[data-present]'))) part.hidden = missed;
  };
  for (const choice of form.querySelectorAll('input[name="how"], input[name="presence"]')) choice.addEventListener('change', show);
  show();
  form.addEventListener('submit', () => {
    for (const { who, pad } of pads) {
      const strokes = pad.drawing();
      /** @type {HTMLInputElement} */ (form.elements.namedItem(`${who}-strokes`)).value = strokes ? JSON.stringify(strokes) : '';
    }
  });
}
