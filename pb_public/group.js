// @ts-check
/* Lines pasted from a spreadsheet are read at once: the same as pressing « Lire les lignes collées ». */
const box = /** @type {HTMLTextAreaElement|null} */ (document.getElementById('collage'));
const read = /** @type {HTMLButtonElement|null} */ (document.getElementById('lire'));
box?.addEventListener('paste', () => setTimeout(() => {
  if (read && box.value.trim()) box.form?.requestSubmit(read);
}));
