// @ts-check
/* Figures to take away: a sentence is copied as it opens; a chart becomes a PNG. Without this file the sentence is read and selected, and the chart is an SVG. */

const status = document.createElement('p');
status.className = 'vh';
status.setAttribute('role', 'status');
document.body.append(status);

for (const details of /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll('details.phrase'))) {
  details.addEventListener('toggle', async () => {
    const text = details.querySelector('p')?.textContent;
    if (!details.open || !text || !navigator.clipboard) return;
    try { await navigator.clipboard.writeText(text); status.textContent = 'Phrase copiée.'; } catch { /* the sentence is there to select */ }
  });
}

/** The picture of a chart at twice its size. @param {string} address */
async function png(address) {
  const answer = await fetch(address, { signal: AbortSignal.timeout(10000) });
  if (!answer.ok) throw new Error(String(answer.status));
  const image = new Image();
  image.src = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(await answer.text());
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth * 2;
  canvas.height = image.naturalHeight * 2;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const name = /filename="([^"]+)\.svg"/.exec(answer.headers.get('Content-Disposition') ?? '')?.[1] ?? 'graphique';
  const link = document.createElement('a');
  link.href = canvas.toDataURL('image/png');
  link.download = name + '.png';
  link.click();
}

for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll('[data-png]'))) {
  button.hidden = false;
  button.addEventListener('click', async () => {
    button.disabled = true;
    try { await png(button.dataset.png ?? ''); status.textContent = 'Image téléchargée.'; } catch { status.textContent = 'L’image n’a pas pu être faite : prenez le SVG.'; }
    button.disabled = false;
  });
}
