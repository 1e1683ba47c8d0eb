// @ts-check
/* The file of a certificate is hashed here and its hash compared: the file goes nowhere. Where the browser cannot hash
   (a page without TLS) the form sends it, and the server answers the same. The sentences are those of the page. */
const form = /** @type {HTMLFormElement|null} */ (document.querySelector('form[data-file-check]'));
const input = /** @type {HTMLInputElement|null} */ (document.getElementById('fichier'));
const place = document.getElementById('verdict');
const key = 'passerelle.fichier'; // the hash of the file that led to this page
const large = 5 << 20;
const able = Boolean(globalThis.crypto?.subtle);

/** @param {Blob} file */
async function hash(file) {
  const sum = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return [...new Uint8Array(sum)].map((b) => b.toString(16).padStart(2, '0')).join('');
}

/** Shows a sentence of the page. @param {string} name @param {string} [leads] */
function say(name, leads) {
  const words = /** @type {HTMLTemplateElement|null} */ (document.querySelector(`template[data-verdict="${name}"]`));
  if (!place || !words) return;
  const shown = /** @type {DocumentFragment} */ (words.content.cloneNode(true));
  const link = shown.querySelector('a');
  if (link && leads) link.href = leads;
  place.replaceChildren(shown);
  place.focus();
}

/** The page of the certificate that a file is, if it is one. @param {string} sum */
async function pageOf(sum) {
  const answer = await fetch('/verifier/empreinte/' + sum);
  if (answer.ok && answer.redirected) return answer.url;
  if (answer.status === 404) return '';
  throw new Error(String(answer.status));
}

/** @param {File} file @param {string} expected hash of the file of this page; empty: any certificate's */
async function check(file, expected) {
  if (file.size > large) return say('large');
  const sum = await hash(file);
  if (sum === expected) return say('same');
  if (await file.slice(0, 5).text() !== '%PDF-') return say('paper');
  const page = await pageOf(sum);
  if (!page) return say('other');
  if (expected) return say('elsewhere', page);
  try { sessionStorage.setItem(key, sum); } catch { /* forbidden: the page says what the certificate is worth all the same */ }
  location.assign(page);
}

/** @param {FileList|null|undefined} files */
function take(files) {
  const file = files?.[0];
  if (!form || !file || !able) return false;
  form.setAttribute('aria-busy', 'true');
  check(file, form.dataset.fileCheck ?? '')
    .catch(() => say('failed'))
    .finally(() => form.removeAttribute('aria-busy'));
  return true;
}

if (form && input) {
  if (able) {
    for (const said of document.querySelectorAll('[data-local]')) said.removeAttribute('hidden');
    for (const said of document.querySelectorAll('[data-sent]')) said.setAttribute('hidden', '');
  }
  input.addEventListener('change', () => take(input.files));
  form.addEventListener('submit', (e) => { if (take(input.files)) { e.preventDefault(); e.stopImmediatePropagation(); } });
  const over = (/** @type {boolean} */ on) => form.classList.toggle('over', on);
  form.addEventListener('dragover', (e) => { e.preventDefault(); over(true); });
  form.addEventListener('dragleave', () => over(false));
  form.addEventListener('drop', (e) => {
    e.preventDefault();
    over(false);
    if (!e.dataTransfer?.files.length) return;
    input.files = e.dataTransfer.files;
    if (!take(input.files)) form.requestSubmit();
  });
}

/** The hash of the file that led here, once. */
function led() {
  try {
    const sum = sessionStorage.getItem(key);
    sessionStorage.removeItem(key);
    return sum;
  } catch { return null; }
}
const sum = led();
if (sum && sum === form?.dataset.fileCheck) say('same');
