// @ts-check
/* « Retenir mes coordonnées sur cet appareil »: kept in this browser alone, after a tick; sent nowhere by this file. */

const KEY = 'passerelle.coordonnees';
const FIELDS = ['prenom', 'nom', 'email', 'structure', 'structure_id', 'sans_structure', 'fonction', 'secteur', 'territoire'];

const form = /** @type {HTMLFormElement|null} */ (document.querySelector('form[data-keep]'));
const offer = /** @type {HTMLElement|null} */ (document.querySelector('[data-known]'));
const ask = /** @type {HTMLElement|null} */ (document.querySelector('[data-keep-ask]'));

/** @returns {Record<string, string>|null} what this browser keeps; nothing where it refuses to */
function known() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    return kept && typeof kept === 'object' ? kept : null;
  } catch { return null; }
}

/** @param {string} name @returns {HTMLInputElement|HTMLSelectElement|null} */
const field = (name) => /** @type {any} */ (form?.elements.namedItem(name));

function keep() {
  /** @type {Record<string, string>} */ const kept = {};
  for (const name of FIELDS) {
    const f = field(name);
    if (f) kept[name] = f instanceof HTMLInputElement && f.type === 'checkbox' ? (f.checked ? '1' : '') : f.value;
  }
  try { localStorage.setItem(KEY, JSON.stringify(kept)); } catch { /* full or refused: the registration goes on */ }
}

/** @param {Record<string, string>} kept */
function use(kept) {
  for (const name of FIELDS) {
    const f = field(name), value = kept[name];
    if (!f || typeof value !== 'string') continue;
    if (f instanceof HTMLInputElement && f.type === 'checkbox') f.checked = value === '1';
    else f.value = value;
    f.dispatchEvent(new Event('change', { bubbles: true }));
  }
  document.getElementById('prenom')?.focus();
}

/** @param {string} text */
function say(text) {
  const status = offer?.querySelector('[role=status]');
  if (status) status.textContent = text;
}

if (form && offer && ask) {
  const tick = /** @type {HTMLInputElement|null} */ (ask.querySelector('input'));
  const kept = known();
  ask.hidden = false;
  if (kept?.prenom && kept.nom) {
    offer.hidden = false;
    say(`Coordonnées retenues sur cet appareil\u00a0: ${kept.prenom} ${kept.nom}.`);
  }
  offer.querySelector('[data-use]')?.addEventListener('click', () => { const k = known(); if (k) use(k); });
  offer.querySelector('[data-forget]')?.addEventListener('click', () => {
    try { localStorage.removeItem(KEY); } catch { /* nothing was kept */ }
    say('Vos coordonnées sont effacées de cet appareil.');
    for (const b of offer.querySelectorAll('button')) b.hidden = true;
    if (tick) tick.checked = false;
  });
  form.addEventListener('submit', () => { if (tick?.checked) keep(); });
}

export {};
