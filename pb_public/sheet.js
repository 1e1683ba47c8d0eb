// @ts-check
/* A signed sheet typed again, as fast as a hand types. Without this file the boxes and the numbers are sent all
   the same: the server reads both. */

const paper = /** @type {HTMLFormElement|null} */ (document.querySelector('form[data-sheet]'));
if (paper) begin(paper);

/** @param {HTMLFormElement} form */
function begin(form) {
  const boxes = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll('input[name="absent"]')]);
  const numbers = /** @type {HTMLInputElement} */ (form.querySelector('[name="numbers"]'));
  const count = /** @type {HTMLOutputElement} */ (form.querySelector('[data-sheet-count]'));
  const all = Number(form.dataset.sheet);
  form.querySelector('[data-sheet-keys]')?.toggleAttribute('hidden', boxes.length < 2);

  /** @param {number} n @returns {HTMLInputElement|null} the box of a line; null: none, or nothing to tick */
  const boxOf = (n) => form.querySelector(`[data-line="${n}"] input[name="absent"]`);
  /** @type {Set<HTMLInputElement>} ticked by their number, and by nothing else */
  let typed = new Set();

  const tell = () => {
    const absent = boxes.filter((b) => b.checked).length;
    const added = [...form.querySelectorAll('[name^="added-"][name$="-last_name"]')].filter((e) => /** @type {HTMLInputElement} */ (e).value.trim()).length;
    const present = all - absent + added;
    count.textContent = `${present}\u00a0${present > 1 ? 'présences' : 'présence'}, ${absent}\u00a0${absent > 1 ? 'absences' : 'absence'}`;
    for (const b of boxes) b.closest('tr')?.classList.toggle('absent', b.checked);
  };

  const read = () => {
    const now = new Set((numbers.value.match(/\d+/g) ?? []).map((n) => boxOf(Number(n))).filter((b) => b !== null));
    for (const b of typed) if (!now.has(b)) b.checked = false;
    typed = new Set([...now].filter((b) => typed.has(b) || !b.checked));
    for (const b of now) b.checked = true;
    tell();
  };

  numbers.addEventListener('input', read);
  numbers.addEventListener('keydown', (e) => { // a keypad has no space: Enter goes to the next number
    if (e.key !== 'Enter' || e.ctrlKey) return;
    e.preventDefault();
    if (numbers.value && !numbers.value.endsWith(' ')) numbers.value += ' ';
  });

  let digits = '', last = 0;
  form.addEventListener('keydown', (e) => {
    if (e.key === 'Enter' && e.ctrlKey) return form.requestSubmit();
    const at = boxes.indexOf(/** @type {HTMLInputElement} */ (e.target));
    if (at < 0 || e.altKey || e.ctrlKey || e.metaKey) return;
    /** @param {HTMLInputElement|null|undefined} box */
    const go = (box) => { e.preventDefault(); box?.focus(); };
    if (e.key === 'ArrowDown') go(boxes[at + 1]);
    else if (e.key === 'ArrowUp') go(boxes[at - 1]);
    else if (e.key === 'Home') go(boxes[0]);
    else if (e.key === 'End') go(boxes.at(-1));
    else if (e.key === 'Enter') { e.preventDefault(); boxes[at].click(); }
    else if (/^\d$/.test(e.key)) {
      digits = Date.now() - last < 1200 ? digits + e.key : e.key;
      last = Date.now();
      go(boxOf(Number(digits)));
    }
  });
  form.addEventListener('change', (e) => { // unticked by hand: its number goes too
    const box = /** @type {HTMLInputElement} */ (e.target);
    if (box.name === 'absent' && !box.checked && typed.delete(box)) {
      const n = box.closest('tr')?.dataset.line;
      numbers.value = (numbers.value.match(/\d+/g) ?? []).filter((m) => m !== n).join(' ');
    }
    tell();
  });
  form.addEventListener('input', tell);
  window.addEventListener('pageshow', read);
  read();
}
