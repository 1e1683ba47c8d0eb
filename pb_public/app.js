// @ts-check
/* Progressive enhancement: every page works without this file. */

/** @param {string} selector @returns {HTMLElement[]} */
const all = (selector) => [...document.querySelectorAll(selector)].map((e) => /** @type {HTMLElement} */ (e));

/** A message for screen readers, also for what changes without a reload. */
const live = document.createElement('p');
live.className = 'vh';
live.setAttribute('role', 'status');
(document.querySelector('main') ?? document.body).append(live);
/** @param {string} text */
const say = (text) => { live.textContent = text; };

/* 1. Combobox of structures (ARIA APG pattern « list autocomplete with manual selection »).
   The address answers [[id, name, detail, sector, territory], …]. */
all('[data-combobox]').forEach(combobox);

/** @param {HTMLElement} box */
function combobox(box) {
  const input = /** @type {HTMLInputElement} */ (box.querySelector('input:not([type=hidden])'));
  const chosen = /** @type {HTMLInputElement} */ (box.querySelector('input[type=hidden]'));
  const list = document.createElement('ul');
  list.id = input.id + '-liste';
  list.role = 'listbox';
  list.hidden = true;
  list.setAttribute('aria-label', 'Propositions');
  box.append(list);
  input.role = 'combobox';
  input.autocomplete = 'off';
  input.setAttribute('aria-expanded', 'false');
  input.setAttribute('aria-controls', list.id);
  input.setAttribute('aria-autocomplete', 'list');
  /** @type {string[][]} */ let rows = [];
  let at = -1, turn = 0, timer = 0;

  /** @param {boolean} shown */
  const open = (shown) => {
    list.hidden = !shown;
    input.setAttribute('aria-expanded', String(shown));
    if (shown) return;
    at = -1;
    input.removeAttribute('aria-activedescendant');
  };
  /** @param {number} i */
  const mark = (i) => {
    list.children[at]?.setAttribute('aria-selected', 'false');
    at = i;
    const option = list.children[i];
    if (!option) { input.removeAttribute('aria-activedescendant'); return; }
    option.setAttribute('aria-selected', 'true');
    option.scrollIntoView({ block: 'nearest' });
    input.setAttribute('aria-activedescendant', option.id);
  };
  /** @param {number} i */
  const pick = (i) => {
    const [id, name, , sector, territory] = rows[i];
    input.value = name;
    chosen.value = id;
    const filled = [fill(box.dataset.fillsSector, sector), fill(box.dataset.fillsTerritory, territory)].filter(Boolean);
    open(false);
    say(`${name} : choisi.` + (filled.length ? ' Rempli pour vous : ' + filled.join(', ') + '.' : ''));
  };
  const search = async () => {
    const words = input.value.trim(), mine = ++turn;
    chosen.value = '';
    if (words.length < 2) { open(false); return; }
    const url = new URL(/** @type {string} */ (box.dataset.combobox), location.href);
    url.searchParams.set('q', words);
    /** @type {string[][]} */ let found;
    try { found = await (await fetch(url, { signal: AbortSignal.timeout(5000) })).json(); } catch { return; } // typing the name by hand still works
    if (mine !== turn || document.activeElement !== input) return;
    rows = found.slice(0, 8);
    list.replaceChildren(...rows.map(([, name, detail], i) => {
      const option = document.createElement('li');
      option.id = list.id + i;
      option.role = 'option';
      option.setAttribute('aria-selected', 'false');
      option.append(name);
      if (detail) option.append(Object.assign(document.createElement('small'), { textContent: detail }));
      return option;
    }));
    at = -1;
    open(rows.length > 0);
    const s = rows.length > 1 ? 's' : '';
    say(rows.length ? `${rows.length} structure${s} proposée${s}, flèches pour parcourir` : 'Aucune structure connue : le nom saisi sera gardé');
  };

  input.addEventListener('input', () => { clearTimeout(timer); timer = window.setTimeout(search, 150); });
  input.addEventListener('keydown', (e) => {
    if (e.key === 'Escape' && !list.hidden) { open(false); e.preventDefault(); return; }
    if (list.hidden) { if (e.key === 'ArrowDown') search(); return; }
    if (e.key === 'ArrowDown') { mark((at + 1) % rows.length); e.preventDefault(); }
    else if (e.key === 'ArrowUp') { mark(at <= 0 ? rows.length - 1 : at - 1); e.preventDefault(); }
    else if (e.key === 'Enter' && at >= 0) { pick(at); e.preventDefault(); }
    else if (e.key === 'Tab') open(false);
  });
  list.addEventListener('pointerdown', (e) => e.preventDefault()); // keeps the focus in the field
  list.addEventListener('click', (e) => {
    const option = /** @type {Element} */ (e.target).closest('li');
    if (option) pick([...list.children].indexOf(option));
  });
  input.addEventListener('blur', () => open(false));
}

/** Chooses a value in a list, unless someone chose another by hand; returns the list's label, or ''.
 * @param {string|undefined} id @param {string|undefined} value */
function fill(id, value) {
  const select = /** @type {HTMLSelectElement|null} */ (id ? document.getElementById(id) : null);
  if (!select || !value || (select.value && select.value !== select.dataset.filled)) return '';
  if (![...select.options].some((o) => o.value === value)) return '';
  select.value = value;
  select.dataset.filled = value;
  return select.labels?.[0]?.firstChild?.textContent?.trim() ?? '';
}

/* 2. Instant filter of a table that the page holds whole; without JS the form goes out as a GET. */
for (const form of document.querySelectorAll('form')) {
  const table = form.dataset.filter ? document.querySelector(form.dataset.filter) : null;
  if (!table) continue;
  const count = document.querySelector('[data-count]');
  const [one, many] = (count?.getAttribute('data-count') ?? 'ligne|lignes').split('|');
  const plain = (/** @type {string} */ s) => s.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const run = () => {
    const words = [...new FormData(form).values()].flatMap((v) => plain(String(v)).split(/\s+/)).filter(Boolean);
    let n = 0;
    for (const row of table.querySelectorAll('tbody tr')) {
      const text = plain(row.textContent ?? ''), shown = words.every((w) => text.includes(w));
      row.toggleAttribute('hidden', !shown);
      if (shown) n++;
    }
    if (count) count.textContent = `${n}\u00a0${n > 1 ? many : one}`;
  };
  form.addEventListener('input', run);
  form.addEventListener('submit', (e) => { e.preventDefault(); run(); });
}

/* 3. The summary of errors takes the focus when the page opens. */
/** @type {HTMLElement|null} */ (document.querySelector('[data-focus]'))?.focus();

/* 4. Repeated rows: [data-rows] holds [data-row]s, a <template> whose "__i__" becomes the row's number,
   and a [data-row-add] button. With data-rows="suite" a new row continues the last one: same values,
   dates one day later. */
all('[data-rows]').forEach((box) => {
  const pattern = /** @type {HTMLTemplateElement} */ (box.querySelector('template'));
  const add = /** @type {HTMLButtonElement} */ (box.querySelector('[data-row-add]'));
  const rows = () => /** @type {HTMLElement[]} */ ([...box.querySelectorAll('[data-row]')]);
  let next = rows().length;
  const showButtons = () => {
    add.hidden = false;
    rows().forEach((row, _, list) => row.querySelectorAll('[data-row-remove]').forEach((b) => b.toggleAttribute('hidden', list.length < 2)));
  };
  add.addEventListener('click', () => {
    const last = rows().at(-1);
    const holder = document.createElement('template');
    holder.innerHTML = pattern.innerHTML.replaceAll('__i__', String(next++));
    const row = /** @type {HTMLElement} */ (holder.content.querySelector('[data-row]'));
    if (last) last.after(row); else pattern.before(row);
    if (last && box.dataset.rows === 'suite') follow(last, row);
    row.querySelectorAll('[data-combobox]').forEach((e) => combobox(/** @type {HTMLElement} */ (e)));
    row.dispatchEvent(new Event('change', { bubbles: true })); // what is shown by the new fields
    showButtons();
    /** @type {HTMLElement|null} */ (row.querySelector('input:not([type=hidden]), select, textarea'))?.focus();
    say('Ligne ajoutée');
  });
  box.addEventListener('click', (e) => {
    const button = /** @type {Element} */ (e.target).closest('[data-row-remove]');
    if (!button) return;
    button.closest('[data-row]')?.remove();
    showButtons();
    add.focus();
    say('Ligne retirée');
  });
  showButtons();
});

/** @param {HTMLElement} last @param {HTMLElement} row */
function follow(last, row) {
  const fields = 'input:not([type=hidden]), select';
  const before = last.querySelectorAll(fields), after = row.querySelectorAll(fields);
  after.forEach((field, i) => {
    const target = /** @type {HTMLInputElement} */ (field), source = /** @type {HTMLInputElement|undefined} */ (before[i]);
    if (!source || source.type !== target.type) return;
    target.value = source.value;
    if (target.type !== 'date' || !source.value) return;
    const [y, m, d] = source.value.split('-').map(Number);
    target.value = new Date(Date.UTC(y, m - 1, d + 1)).toISOString().slice(0, 10);
  });
}

/* 5. Asking before what cannot be undone, and never sending a form twice. */
document.addEventListener('submit', (e) => {
  const form = /** @type {HTMLFormElement} */ (e.target);
  const button = /** @type {HTMLButtonElement|null} */ (/** @type {SubmitEvent} */ (e).submitter);
  if (e.defaultPrevented) return;
  const beside = document.querySelector('form[data-guard][data-touched]');
  const question = button?.dataset.confirm ?? form.dataset.confirm ?? (beside && beside !== form ? 'Ce que vous avez écrit à côté n’est pas enregistré et serait perdu.' : undefined);
  if (question && !form.dataset.confirmed) {
    e.preventDefault();
    ask(question, button, () => { form.dataset.confirmed = '1'; form.requestSubmit(button); delete form.dataset.confirmed; });
    return;
  }
  if (form.method !== 'post' || button?.formTarget === '_blank') return; // what opens beside leaves this page as it is
  if (form.dataset.sent) { e.preventDefault(); return; }
  form.dataset.sent = '1';
  button?.setAttribute('aria-busy', 'true');
  window.setTimeout(() => release(form), 8000); // a download leaves the page where it is
});
all('form[data-guard]').forEach((form) => form.addEventListener('input', () => { form.dataset.touched = '1'; }));
window.addEventListener('pageshow', (e) => { if (e.persisted) document.querySelectorAll('form').forEach(release); });

/** @param {HTMLFormElement} form */
function release(form) {
  delete form.dataset.sent;
  form.querySelectorAll('[aria-busy]').forEach((b) => b.removeAttribute('aria-busy'));
}

/** @param {string} question @param {HTMLElement|null} button @param {() => void} yes */
function ask(question, button, yes) {
  const dialog = document.createElement('dialog');
  dialog.className = 'confirm';
  const text = Object.assign(document.createElement('p'), { id: 'confirmation', textContent: question });
  const go = Object.assign(document.createElement('button'), { type: 'button', className: 'btn', textContent: button?.dataset.confirmLabel ?? button?.textContent?.trim() ?? 'Confirmer' });
  const stay = Object.assign(document.createElement('button'), { type: 'button', className: 'btn alt', textContent: 'Ne rien changer', autofocus: true });
  const actions = Object.assign(document.createElement('div'), { className: 'actions' });
  actions.append(go, stay);
  dialog.append(text, actions);
  dialog.setAttribute('aria-labelledby', text.id);
  go.addEventListener('click', () => { dialog.close(); yes(); });
  stay.addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => { dialog.remove(); button?.focus(); });
  document.body.append(dialog);
  dialog.showModal();
}

/* 6. Buttons that need JavaScript are hidden in the page and shown here. */
all('[data-copy]').forEach((button) => {
  const field = /** @type {HTMLInputElement|HTMLTextAreaElement|null} */ (document.getElementById(button.dataset.copy ?? ''));
  if (!field || !navigator.clipboard) return;
  button.hidden = false;
  const label = button.textContent;
  button.addEventListener('click', async () => {
    try { await navigator.clipboard.writeText(field.value ?? field.textContent); } catch { field.select?.(); return; }
    button.textContent = 'Copié';
    say('Copié');
    window.setTimeout(() => { button.textContent = label; }, 2500);
  });
});
all('[data-print]').forEach((button) => {
  button.hidden = false;
  button.addEventListener('click', () => window.print());
});

/* 7. What a letter will say, as it is written: the form is sent to its own page, which answers with the preview. */
all('form[data-preview]').forEach((element) => {
  const form = /** @type {HTMLFormElement} */ (element);
  const to = form.dataset.preview ?? '';
  let timer = 0, turn = 0;
  const show = async () => {
    const mine = ++turn;
    const body = new URLSearchParams();
    new FormData(form).forEach((value, name) => { if (typeof value === 'string') body.append(name, value); });
    body.set('do', 'apercu');
    try {
      const answer = await fetch(form.action, { method: 'POST', body });
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector(to);
      const old = document.querySelector(to);
      if (mine !== turn || !answer.ok || !fresh || !old) return;
      const focus = old.contains(document.activeElement) ? document.activeElement?.id : '';
      old.replaceWith(fresh);
      if (focus) document.getElementById(focus)?.focus();
    } catch { /* no network: the button still shows it */ }
  };
  form.addEventListener('input', () => { window.clearTimeout(timer); timer = window.setTimeout(show, 400); });
});

/* 8. A variable goes where one was writing. */
const inserts = all('[data-insert]');
if (inserts.length) {
  /** @type {HTMLInputElement|HTMLTextAreaElement|null} */ let last = document.querySelector('textarea[name=text]');
  document.addEventListener('focusin', (e) => {
    const field = e.target;
    if ((field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) && /^(subject|text)$/.test(field.name)) last = field;
  });
  inserts.forEach((button) => {
    button.hidden = false;
    button.addEventListener('click', () => {
      if (!last) return;
      last.setRangeText(button.dataset.insert ?? '', last.selectionStart ?? 0, last.selectionEnd ?? 0, 'end');
      last.dispatchEvent(new Event('input', { bubbles: true }));
      last.focus();
    });
  });
}
