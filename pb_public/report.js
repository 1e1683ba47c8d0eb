// @ts-check
/* Keeps the draft of a report while it is written, by the same form as its button, and counts the characters. Without
   this file the button does it. */

const form = /** @type {HTMLFormElement|null} */ (document.querySelector('form[data-draft]'));
const said = /** @type {HTMLElement|null} */ (form?.querySelector('[data-draft-said]') ?? null);
const QUIET = 2500;

let turn = 0;
/** @type {ReturnType<typeof setTimeout>|undefined} */ let waiting;
let leaving = false;

async function keep() {
  if (!form || !said || leaving) return;
  const mine = ++turn, typed = new FormData(form);
  typed.set('geste', 'brouillon');
  typed.set('auto', '1');
  let kept = false;
  try {
    const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(/** @type {any} */ (typed)), signal: AbortSignal.timeout(8000) });
    kept = answer.status === 204;
  } catch { /* offline: the next words try again */ }
  if (mine !== turn) return;
  const at = new Date();
  said.textContent = kept ? `Brouillon enregistré à ${at.getHours()}\u00a0h\u00a0${String(at.getMinutes()).padStart(2, '0')}.` : 'Ce qui vient d’être écrit n’est pas encore enregistré.';
}

form?.addEventListener('submit', () => { leaving = true; clearTimeout(waiting); });
form?.addEventListener('input', (e) => {
  if (!(e.target instanceof HTMLTextAreaElement)) return;
  count(e.target);
  clearTimeout(waiting);
  waiting = setTimeout(keep, QUIET);
});

/** @param {HTMLTextAreaElement} area */
function count(area) {
  const left = area.maxLength - area.value.length;
  let line = /** @type {HTMLElement|null} */ (area.parentElement?.querySelector('[data-left]') ?? null);
  if (!line) {
    line = document.createElement('p');
    line.className = 'hint';
    line.dataset.left = '';
    area.after(line);
  }
  line.textContent = left === 1 ? 'Encore 1 signe.' : `Encore ${left.toLocaleString('fr-FR')} signes.`;
}

for (const area of form?.querySelectorAll('textarea') ?? []) count(area);
