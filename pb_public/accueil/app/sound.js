// @ts-check
/** Five sounds that are told apart with closed eyes, and the phone's shake. */

/** Notes as [hertz, seconds], and the shake in milliseconds. @type {Record<string, {notes: number[][], shake: number[]}>} */
const SIGNALS = {
  ok: { notes: [[660, 0.09], [990, 0.16]], shake: [80] },
  already: { notes: [[520, 0.08], [0, 0.05], [520, 0.08]], shake: [50, 60, 50] },
  check: { notes: [[440, 0.12], [554, 0.12], [440, 0.16]], shake: [120, 60, 120] },
  other: { notes: [[300, 0.18], [0, 0.06], [240, 0.3]], shake: [250, 80, 250] },
  refused: { notes: [[180, 0.5]], shake: [500] },
  left: { notes: [[990, 0.09], [660, 0.16]], shake: [80, 60, 40] },
  undone: { notes: [[660, 0.08], [440, 0.12]], shake: [40] },
};

const KEPT = 'accueil-son', SHAKES = 'accueil-vibration';

export class Sound {
  /** @type {AudioContext|null} */ #audio = null;
  on = localStorage.getItem(KEPT) !== 'non';
  shakes = localStorage.getItem(SHAKES) !== 'non';

  /** A browser lets a page sound only after a gesture: call it on the first one. */
  wake() {
    if (!this.on || this.#audio?.state === 'running') return;
    this.#audio ??= new AudioContext();
    this.#audio.resume().catch(() => { this.#audio = null; });
  }

  /** @param {boolean} on */
  set(on) {
    this.on = on;
    localStorage.setItem(KEPT, on ? 'oui' : 'non');
    this.wake();
  }

  /** @param {boolean} on */
  setShakes(on) {
    this.shakes = on;
    localStorage.setItem(SHAKES, on ? 'oui' : 'non');
    if (on) navigator.vibrate?.(80);
  }

  /** @param {string} kind of a verdict */
  play(kind) {
    const signal = SIGNALS[kind];
    if (!signal) return;
    if (this.shakes) navigator.vibrate?.(signal.shake);
    if (this.on && this.#audio?.state === 'running') this.#notes(this.#audio, signal.notes);
  }

  /** @param {AudioContext} audio @param {number[][]} notes */
  #notes(audio, notes) {
    let at = audio.currentTime;
    for (const [hertz, seconds] of notes) {
      if (hertz > 0) {
        const wave = audio.createOscillator(), gain = audio.createGain();
        wave.type = hertz < 350 ? 'sawtooth' : 'sine';
        wave.frequency.value = hertz;
        // A short ramp at both ends: without it each note clicks.
        gain.gain.setValueAtTime(0, at);
        gain.gain.linearRampToValueAtTime(0.35, at + 0.01);
        gain.gain.setValueAtTime(0.35, at + seconds - 0.02);
        gain.gain.linearRampToValueAtTime(0, at + seconds);
        wave.connect(gain).connect(audio.destination);
        wave.start(at);
        wave.stop(at + seconds);
      }
      at += seconds;
    }
  }
}
