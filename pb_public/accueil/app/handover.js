// @ts-check
/** A phone dies, or its network does: what it has not sent passes to another phone, by its screen or by a file. */

import { arrivals as counted } from './words.js';
import { byId, extra } from './dom.js';
import { clock } from './lookup.js';
import { Receiver } from './receive.js';
import { acknowledge, keepWord, lastLines, queued, SEAL, wordOf } from './store.js';
import { isTransfer, pack } from './transfer.js';
import encodeQR from './vendor/qr.js';

/** How long each code stays on the screen, in milliseconds. */
const TURN = 1200;
/** White around a code, in modules: what readers ask for. */
const QUIET = 4;

/** @param {import('./features.js').Hands} hands */
export async function handover(hands) {
  const receiver = new Receiver(hands);
  hands.reads((text) => {
    if (!isTransfer(text)) return false;
    receiver.take(text);
    return true;
  });
  await receiver.recall();
  const giver = new Giver(hands);
  await giver.recall();
  const give = extra('Transmettre les arrivées non envoyées', () => giver.open());
  give.hidden = true;
  document.addEventListener('door:queue', (event) => {
    give.hidden = /** @type {CustomEvent} */ (event).detail === 0 || !isSecureContext; // where nothing can be closed, nothing is shown
    giver.paint();
  });
  const receive = /** @type {HTMLDialogElement} */ (byId('receive'));
  extra('Recevoir d’un autre téléphone', () => receive.showModal());
  byId('receive-film').onclick = () => { receive.close(); hands.camera.start(); };
  byId('receive-close').onclick = () => receive.close();
  const file = /** @type {HTMLInputElement} */ (byId('receive-file'));
  file.onchange = async () => {
    const text = await file.files?.[0]?.text() ?? '';
    file.value = '';
    receive.close();
    await receiver.takeAll(text.split(/\r?\n/).filter(isTransfer));
  };
  hands.repaint();
}

/** The phone that gives. */
class Giver {
  #dialog = /** @type {HTMLDialogElement} */ (byId('handover'));
  #canvas = /** @type {HTMLCanvasElement} */ (byId('handover-code'));
  /** @type {string[]} */ #codes = [];
  /** @type {import('./store.js').Entry[]} */ #entries = [];
  /** What another phone said it has, by nonce. */
  #handed = new Set(/** @type {string[]} */ ([]));
  #at = 0;
  #timer = 0;
  /** @type {WakeLockSentinel|undefined} */ #awake;

  /** @param {import('./features.js').Hands} hands */
  constructor(hands) {
    this.hands = hands;
    byId('handover-before').onclick = () => this.#step(-1);
    byId('handover-after').onclick = () => this.#step(1);
    byId('handover-pause').onclick = () => this.#run(!this.#timer);
    byId('handover-close').onclick = () => this.#dialog.close();
    byId('handover-done').onclick = () => this.#done();
    byId('handover-file').onclick = () => this.#save();
    this.#dialog.onclose = () => {
      this.#run(false);
      this.#awake?.release();
    };
  }

  async recall() {
    for (const nonce of await wordOf(this.hands.db, 'handed') ?? []) this.#handed.add(nonce);
  }

  async open() {
    const { db, roster, camera, device } = this.hands;
    camera.stop('');
    this.#entries = await queued(db);
    this.#codes = await pack(this.#entries, { tag: roster.tag, device, ahead: roster.ahead }, await wordOf(db, SEAL) ?? '');
    if (this.#codes.length === 0) return;
    this.#at = 0;
    byId('handover-count').textContent = counted(this.#entries.length);
    for (const id of ['handover-before', 'handover-pause', 'handover-after']) byId(id).hidden = this.#codes.length === 1;
    this.#draw();
    this.#dialog.showModal();
    this.#run(this.#codes.length > 1);
    this.#awake = await navigator.wakeLock?.request('screen').catch(() => undefined);
  }

  /** @param {boolean} on */
  #run(on) {
    clearInterval(this.#timer);
    this.#timer = on ? window.setInterval(() => this.#turn(1), TURN) : 0;
    byId('handover-pause').textContent = on ? 'Pause' : 'Reprendre';
  }

  /** By hand: it then stays. @param {1|-1} way */
  #step(way) {
    this.#run(false);
    this.#turn(way);
  }

  /** @param {1|-1} way */
  #turn(way) {
    this.#at = (this.#at + way + this.#codes.length) % this.#codes.length;
    this.#draw();
  }

  #draw() {
    const place = `Code ${this.#at + 1} sur ${this.#codes.length}`;
    const bits = encodeQR(this.#codes[this.#at], 'raw', { ecc: 'low', border: QUIET });
    const scale = Math.max(4, Math.floor(1200 / bits.length));
    this.#canvas.width = this.#canvas.height = bits.length * scale;
    const pen = /** @type {CanvasRenderingContext2D} */ (this.#canvas.getContext('2d'));
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, this.#canvas.width, this.#canvas.height);
    pen.fillStyle = '#000';
    bits.forEach((row, y) => row.forEach((dark, x) => { if (dark) pen.fillRect(x * scale, y * scale, scale, scale); }));
    this.#canvas.setAttribute('aria-label', `${place}, à filmer avec l’autre téléphone`);
    this.#canvas.dataset.number = String(this.#at + 1);
    byId('handover-place').textContent = place;
  }

  /** The other phone has them: said here, and kept until the server itself has them. */
  async #done() {
    const { db } = this.hands;
    for (const { nonce } of this.#entries) this.#handed.add(nonce);
    await keepWord(db, 'handed', [...this.#handed]);
    const lines = (await lastLines(db)).filter((line) => !line.sent && this.#handed.has(line.nonce));
    await acknowledge(db, [], lines.map((line) => ({ ...line, note: `Transmise à un autre téléphone à\u00a0${clock(Date.now())}.` })));
    this.#dialog.close();
    this.hands.repaint();
  }

  /** Says beside the count of what waits what another phone has taken. */
  async paint() {
    const { db } = this.hands;
    if (this.#handed.size === 0) return;
    const left = await queued(db);
    const taken = left.filter((e) => this.#handed.has(e.nonce)).length;
    if (left.length === 0) {
      this.#handed.clear();
      await keepWord(db, 'handed', []);
    }
    if (taken > 0) byId('to-send').textContent = `${counted(left.length)} à envoyer, ${taken === left.length ? '' : `${taken} `}transmises à un autre téléphone`;
  }

  /** By a file, where no camera will do: shared if the phone knows how, else saved. */
  async #save() {
    const name = `arrivees-${this.hands.roster.tag}.txt`;
    const file = new File([this.#codes.join('\n') + '\n'], name, { type: 'text/plain' });
    if (navigator.canShare?.({ files: [file] })) {
      await navigator.share({ files: [file] }).catch(() => undefined);
      return;
    }
    const link = document.createElement('a');
    link.href = URL.createObjectURL(file);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }
}
