// @ts-check
/** The camera: frames of a centred square to the decoder, each code told once as long as it stays in view. */

/** A code is told again only after it has been away this long, in milliseconds. */
const AWAY = 1500;
/** Side of the square that is decoded, in pixels. */
const SIDE = 720;

/** @type {Record<string, string>} */
const REASONS = {
  NotAllowedError: 'L’accès à la caméra est refusé. Autorisez-la dans les réglages du navigateur, puis réessayez.',
  NotFoundError: 'Aucune caméra sur cet appareil. Tapez le code du billet ou cherchez un nom.',
  NotReadableError: 'La caméra est prise par une autre application. Fermez-la, puis réessayez.',
  decoder: 'Le lecteur de billets n’a pas pu démarrer. Rechargez la page\u202f; d’ici là, tapez le code du billet ou cherchez un nom.',
  insecure: 'La caméra demande une adresse en https. Tapez le code du billet ou cherchez un nom.',
};

/**
 * Nothing is read while a question is on the screen, unless it is the one that shows the camera's picture.
 * @param {HTMLVideoElement} video
 */
const asking = (video) => [...document.querySelectorAll('dialog[open]')].some((dialog) => !dialog.contains(video));

/** The camera chosen by hand: one of its names, « user » or « environment » for the side it looks to. */
const CHOICE = 'accueil-camera';
export const cameraChoice = () => localStorage.getItem(CHOICE) ?? 'environment';
/** @param {string} choice */
export const chooseCamera = (choice) => localStorage.setItem(CHOICE, choice);

/** A camera that is gone is no reason for no picture: all of it is a wish. @returns {MediaTrackConstraints} */
function wished() {
  const choice = cameraChoice();
  const side = choice === 'user' || choice === 'environment';
  return side ? { facingMode: { ideal: choice } } : { deviceId: { ideal: choice } };
}

export class Camera {
  /** @type {MediaStream|null} */ #stream = null;
  #canvas = document.createElement('canvas');
  #context = /** @type {CanvasRenderingContext2D} */ (this.#canvas.getContext('2d', { willReadFrequently: true }));
  #busy = false;
  #last = '';
  #seen = 0;

  /**
   * @param {HTMLVideoElement} video
   * @param {{onCode: (text: string) => void, onState: (state: 'off'|'on', problem: string) => void}} on
   */
  constructor(video, on) {
    this.video = video;
    this.on = on;
    this.worker = new Worker(new URL('./decoder.worker.js', import.meta.url));
    /** @type {Promise<void>} */
    this.decoder = new Promise((ok, ko) => {
      this.worker.onmessage = ({ data }) => {
        this.#busy = false;
        if (data.ready) return ok();
        if (data.error) return ko(new Error(data.error));
        if (data.text && this.#stream) this.#tell(data.text); // what a stopped camera still answers is nobody's
      };
      this.worker.onerror = () => ko(new Error('worker'));
    });
    this.decoder.catch(() => this.stop('decoder'));
  }

  /** Asks for the camera and reads until stop. Call it from a click. */
  async start() {
    if (!navigator.mediaDevices?.getUserMedia) return this.stop('insecure');
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({
        audio: false,
        video: { ...wished(), width: { ideal: 1280 }, height: { ideal: 720 } },
      });
    } catch (error) {
      return this.stop(error instanceof DOMException ? error.name : 'NotFoundError');
    }
    // A phone takes the camera back when the page is left: the button must then come back.
    this.#stream.getVideoTracks()[0].addEventListener('ended', () => this.stop(''));
    this.video.srcObject = this.#stream;
    try {
      await this.video.play();
      await this.decoder;
    } catch (error) {
      return this.stop(error instanceof DOMException ? error.name : 'decoder');
    }
    this.on.onState('on', '');
    this.#loop(this.#stream);
  }

  /** @param {string} problem empty when stopping was wanted */
  stop(problem) {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
    this.#last = ''; // started again, it reads what is before it
    this.video.srcObject = null;
    this.on.onState('off', problem && (REASONS[problem] ?? REASONS.NotReadableError));
  }

  /**
   * Lends the camera to a dialog: its picture and its codes go there until it is given back.
   * @param {HTMLVideoElement} video
   * @param {{onCode: (text: string) => void, onState: (state: 'off'|'on', problem: string) => void}} on
   * @returns {() => void} gives it back, stopped
   */
  lend(video, on) {
    if (this.#stream) this.stop('');
    const own = { video: this.video, on: this.on };
    this.#last = '';
    Object.assign(this, { video, on });
    return () => {
      if (this.video !== video) return;
      this.stop('');
      this.#last = '';
      Object.assign(this, own);
    };
  }

  /** Whether the camera films now. */
  get running() {
    return this.#stream !== null;
  }

  /** The cameras of this phone, by the names their maker gave; nameless ones until the camera was allowed once. */
  static async list() {
    const all = await navigator.mediaDevices?.enumerateDevices?.().catch(() => []) ?? [];
    return all.filter((d) => d.kind === 'videoinput' && d.deviceId);
  }

  /** Whether this camera has a lamp (Safari and Chromium say so). */
  hasTorch() {
    const track = this.#stream?.getVideoTracks()[0];
    return Boolean(/** @type {any} */ (track?.getCapabilities?.())?.torch);
  }

  /** @param {boolean} lit */
  async torch(lit) {
    const advanced = /** @type {any} */ ([{ torch: lit }]);
    await this.#stream?.getVideoTracks()[0].applyConstraints({ advanced });
  }

  /** @param {MediaStream|null} stream one loop a stream, whatever is stopped and started again */
  #loop(stream) {
    if (!stream || this.#stream !== stream) return;
    if (!this.#busy && !asking(this.video) && this.video.videoWidth) this.#post();
    if ('requestVideoFrameCallback' in this.video) this.video.requestVideoFrameCallback(() => this.#loop(stream));
    else setTimeout(() => this.#loop(stream), 66);
  }

  #post() {
    const { videoWidth: width, videoHeight: height } = this.video;
    const side = Math.min(width, height);
    const to = Math.min(side, SIDE);
    if (this.#canvas.width !== to) this.#canvas.width = this.#canvas.height = to;
    this.#context.drawImage(this.video, (width - side) / 2, (height - side) / 2, side, side, 0, 0, to, to);
    const frame = this.#context.getImageData(0, 0, to, to);
    this.#busy = true;
    this.worker.postMessage(frame, [frame.data.buffer]);
  }

  /** @param {string} text */
  #tell(text) {
    const now = performance.now();
    const same = text === this.#last && now - this.#seen < AWAY;
    this.#last = text;
    this.#seen = now;
    if (!same && !asking(this.video)) this.on.onCode(text);
  }
}
