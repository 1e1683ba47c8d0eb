// @ts-check
/* What is shown by the answer to another field. Without this file everything is shown, with its condition in
   words, and the server drops the answers to what was not asked.
   data-shown-by: the other field's name; data-shown-for: its values, separated by spaces. */

/** @param {string} name @returns {string[]} the values of a field that is itself shown */
function valuesOf(name) {
  return [...document.getElementsByName(name)].flatMap((e) => {
    const field = /** @type {HTMLInputElement|HTMLSelectElement} */ (e);
    const hidden = field.closest('[data-shown-by]')?.hasAttribute('hidden');
    const off = field instanceof HTMLInputElement && ['checkbox', 'radio'].includes(field.type) && !field.checked;
    return hidden || off ? [] : [field.value];
  });
}

function show() {
  // In the order of the page: a field stands after the one that shows it.
  for (const box of document.querySelectorAll('[data-shown-by]')) {
    const by = box.getAttribute('data-shown-by') ?? '', wanted = (box.getAttribute('data-shown-for') ?? '').split(' ');
    box.toggleAttribute('hidden', !valuesOf(by).some((v) => wanted.includes(v)));
  }
}

for (const words of document.querySelectorAll('[data-condition-words]')) words.toggleAttribute('hidden', true);
document.addEventListener('input', show);
document.addEventListener('change', show);
window.addEventListener('pageshow', show); // a form that the browser filled again on the way back
show();
