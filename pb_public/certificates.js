// @ts-check
/* Asks every two seconds how far the documents are while some are to come, and shows it; once all are there the page
   is read again. Without this file one reloads the page. */

const box = /** @type {HTMLElement} */ (document.querySelector('[data-progress]'));
const bar = /** @type {HTMLProgressElement} */ (box.querySelector('progress'));
const said = /** @type {HTMLElement} */ (box.querySelector('[data-said]'));
const url = /** @type {string} */ (box.dataset.progress);
let missed = 0;

/** Whether a form of the page holds something that a reload would lose. */
const busy = () => document.querySelector('input[type=checkbox]:checked, dialog[open]') !== null || document.activeElement?.matches('input, textarea, select') === true;

async function look() {
  if (!document.hidden) {
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(8000), redirect: 'error' });
      if (!answer.ok) throw new Error(String(answer.status));
      const p = await answer.json();
      missed = 0;
      bar.max = p.total;
      bar.value = p.ready;
      said.textContent = p.text + (p.failed ? `, ${p.failed} en échec` : '');
      if (p.ready + p.failed >= p.total) {
        if (!busy()) location.reload();
        else said.textContent += '. Rechargez la page pour voir la liste.';
        return;
      }
    } catch {
      missed += 1;
      if (missed > 2) said.textContent = 'Sans nouvelles du serveur : rechargez la page dans un instant.';
    }
  }
  setTimeout(look, 2000);
}
setTimeout(look, 1000);
