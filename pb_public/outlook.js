// @ts-check
/* Says, once a structure is chosen, what the quotas of the event would answer. Without this file the rules
   stand in the form in words, and the answer to the form says the same. */

const note = /** @type {HTMLElement|null} */ (document.querySelector('[data-outlook]'));
const form = note?.closest('form');

let turn = 0;
async function look() {
  if (!note || !form) return;
  const typed = new FormData(form), mine = ++turn;
  const url = new URL(/** @type {string} */ (note.dataset.outlook), location.href);
  for (const name of ['structure_id', 'structure', 'secteur']) url.searchParams.set(name, String(typed.get(name) ?? ''));
  if (typed.get('sans_structure')) { url.searchParams.set('structure', ''); url.searchParams.set('structure_id', ''); }
  let text = '';
  try { text = (await (await fetch(url, { signal: AbortSignal.timeout(5000) })).json()).text ?? ''; } catch { return; }
  if (mine === turn) note.textContent = text;
}

form?.addEventListener('change', (e) => {
  const name = /** @type {HTMLInputElement} */ (e.target).name;
  if (['structure', 'secteur', 'sans_structure'].includes(name)) look();
});
