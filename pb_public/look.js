// @ts-check
/* Shows the certificate as one types how it is to look. Without this file the button « Voir l’aperçu » gives the page. */

const form = /** @type {HTMLFormElement|null} */ (document.querySelector('[data-look]'));
const paper = /** @type {HTMLElement|null} */ (document.querySelector('[data-look-paper]'));
const note = document.querySelector('[data-look-note]'), status = document.querySelector('[data-look-status]');
const typed = /** @type {HTMLInputElement|null} */ (document.getElementById('couleur'));
const picker = /** @type {HTMLInputElement|null} */ (document.getElementById('nuancier'));
const file = /** @type {HTMLInputElement|null} */ (document.getElementById('signature'));

let turn = 0, wait = 0, signature = '';

async function look() {
  if (!form || !paper) return;
  const mine = ++turn, body = new FormData(form);
  body.delete('signature'); // a picture of five megabytes does not travel at each letter: it is shown from here
  body.set('fragment', '1');
  let html = '';
  try {
    const answer = await fetch(/** @type {string} */ (form.dataset.look), { method: 'POST', body, signal: AbortSignal.timeout(8000) });
    if (!answer.ok) return;
    html = await answer.text();
  } catch { return; }
  if (mine !== turn) return;
  paper.innerHTML = html;
  dress();
  if (note) note.textContent = 'Voici ce que donnent vos choix : rien n’est encore enregistré.';
  if (status) status.textContent = 'Aperçu à jour.';
}

/** What a fragment cannot bring under our policy: its colour, and the picture that is not sent yet. */
function dress() {
  const sheet = /** @type {HTMLElement|null} */ (paper?.querySelector('.paper'));
  sheet?.style.setProperty('--charter', sheet.dataset.colour ?? '');
  const place = sheet?.querySelector('.paper-signatory');
  if (!signature || !place) return;
  let image = place.querySelector('img');
  if (!image) {
    image = Object.assign(document.createElement('img'), { alt: 'Signature choisie' });
    place.querySelector('p')?.after(image);
  }
  image.src = signature;
}

function soon(delay = 350) {
  clearTimeout(wait);
  wait = window.setTimeout(look, delay);
}

form?.addEventListener('input', (e) => {
  if (e.target === picker && typed && picker) typed.value = picker.value;
  if (e.target === typed && typed && picker && /^#[0-9a-f]{6}$/i.test(typed.value.trim())) picker.value = typed.value.trim();
  if (e.target !== file) soon();
});
file?.addEventListener('change', () => {
  const chosen = file.files?.[0];
  signature = '';
  if (!chosen || !/^image\/(png|jpeg)$/.test(chosen.type) || chosen.size > 5 << 20) { soon(0); return; }
  const reader = new FileReader();
  reader.onload = () => { signature = String(reader.result); soon(0); };
  reader.readAsDataURL(chosen);
});
form?.addEventListener('submit', (e) => {
  const button = /** @type {SubmitEvent} */ (e).submitter;
  if (!button?.hasAttribute('data-look-button')) return;
  e.preventDefault();
  e.stopPropagation();
  look().then(() => document.getElementById('apercu')?.scrollIntoView());
});
picker?.closest('p')?.removeAttribute('hidden');
if (form && location.pathname === new URL(form.action).pathname) soon(0); // back from another page, a browser keeps what was typed
