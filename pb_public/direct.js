// @ts-check
/* The screen of the day asks every ten seconds what changed, and shows it. Without this file « Actualiser » does it
   by hand. Nothing is asked while the page is hidden or suspended. */

const EVERY = 10_000;
const box = /** @type {HTMLElement} */ (document.querySelector('[data-live]'));
const body = /** @type {HTMLElement} */ (document.querySelector('#table-manquants tbody'));
const button = /** @type {HTMLButtonElement} */ (document.querySelector('#suspendre'));
const said = /** @type {HTMLElement} */ (document.querySelector('#etat-direct'));
const filter = /** @type {HTMLFormElement} */ (document.querySelector('[data-filter]'));
const asked = new URL(location.href).searchParams.get('demi-journee') ?? '';

let suspended = false;
let under = false;

/** Says whether the page follows, and since when it does not. @param {string} text */
const say = (text) => { if (said.textContent !== text) said.textContent = text; };

/** Takes who arrived out of the list of the missing, or shows it anew. @param {Document} part @param {HTMLElement} now */
function missing(part, now) {
  const whole = part.querySelector('#manquants-part tbody');
  if (whole) {
    body.replaceChildren(...whole.childNodes);
  } else {
    for (const id of (now.dataset.gone ?? '').split(' ')) body.querySelector(`[data-id="${CSS.escape(id)}"]`)?.remove();
  }
  filter.dispatchEvent(new Event('input'));
}

async function look() {
  if (suspended || under || document.hidden) return;
  under = true;
  try {
    const shown = /** @type {HTMLElement} */ (box.firstElementChild);
    const url = new URL(/** @type {string} */ (box.dataset.live), location.href);
    if (asked) url.searchParams.set('demi-journee', asked);
    url.searchParams.set('depuis', shown.dataset.cursor ?? '0');
    url.searchParams.set('vue', shown.dataset.slot ?? '');
    const answer = await fetch(url, { signal: AbortSignal.timeout(8000), redirect: 'error' });
    if (answer.status === 200) {
      const part = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const now = /** @type {HTMLElement|null} */ (part.querySelector('[data-cursor]'));
      if (!now) throw new Error('not our page');
      missing(part, now);
      const open = box.querySelector('details')?.open;
      box.replaceChildren(now);
      if (open) /** @type {HTMLDetailsElement} */ (box.querySelector('details')).open = true;
    } else if (answer.status !== 204) throw new Error(String(answer.status));
    say('La page suit les arrivées d’elle-même.');
  } catch {
    say('Sans nouvelles du serveur : les chiffres affichés peuvent dater.');
  } finally {
    under = false;
  }
}

filter.querySelector('input[type=hidden]')?.remove(); // the filter looks for every value of the form
button.hidden = false;
button.addEventListener('click', () => {
  suspended = !suspended;
  button.textContent = suspended ? 'Reprendre' : 'Suspendre';
  say(suspended ? 'La page ne change plus.' : 'La page suit les arrivées d’elle-même.');
  look();
});
say('La page suit les arrivées d’elle-même.');
document.addEventListener('visibilitychange', look);
setInterval(look, EVERY);
