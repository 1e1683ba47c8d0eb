// @ts-check
/** The room's screen: a bar that shrinks, and the next code when it is there. Without this the page asks again by itself. */

const AGAIN = 10_000;
let room = /** @type {HTMLElement} */ (document.getElementById('room'));
let ends = Date.now() + Number(room.dataset.left) * 1000;
let asked = Date.now();

/** Takes the screen anew; a network that is gone leaves the old one, which says so by its bar. */
async function ask() {
  asked = Date.now();
  try {
    const response = await fetch(location.href, { cache: 'no-store', signal: AbortSignal.timeout(5000) });
    if (!response.ok) return;
    const next = new DOMParser().parseFromString(await response.text(), 'text/html').getElementById('room');
    if (!next) return;
    const changed = next.innerHTML !== room.innerHTML;
    if (changed) {
      room.replaceWith(next);
      room = next;
    }
    ends = Date.now() + Number(next.dataset.left) * 1000;
  } catch { /* asked again at the next turn */ }
}

setInterval(() => {
  const left = Math.max(0, Math.ceil((ends - Date.now()) / 1000));
  const bar = /** @type {HTMLProgressElement|null} */ (document.getElementById('bar')), said = document.getElementById('left');
  if (bar) bar.value = left;
  if (said) said.textContent = String(left);
  const idle = Date.now() - asked;
  if (idle > AGAIN || (bar && left === 0 && idle > 1500)) ask();
}, 250);

navigator.wakeLock?.request('screen').catch(() => undefined);
