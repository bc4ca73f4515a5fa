import { open } from 'node:fs/promises';
import { itemAt, HpdmError } from '../../dsl/index.js';
import type { Clip } from './clip.js';
import { paceOf } from './pace-of.js';
import { timedBlock, timedHeader } from './timed-block.js';

/** Frames per second of a single picture. */
const UNKNOWN_RATE = 25;
/** Pictures decoded at a time. */
const PIECE = 16;
/** Browsers show a picture with a shorter time for this time, in seconds. */
const [SHORTEST_S, USUAL_S] = [0.011, 0.1];

/** An animated WebP, which sharp decodes because ffmpeg cannot. */
export class AnimatedWebp {
  readonly #path: string;
  readonly #place: string;
  /** The time of each picture in seconds. */
  readonly #times: readonly number[];
  readonly clip: Clip;

  private constructor(path: string, place: string, times: readonly number[], clip: Clip) {
    this.#path = path;
    this.#place = place;
    this.#times = times;
    this.clip = clip;
  }

  /** Open a file; undefined if it is no animated WebP. fails E_NOT_VIDEO when it is damaged */
  static async open(path: string, place: string): Promise<AnimatedWebp | undefined> {
    if (!(await isAnimated(path))) return undefined;
    const sharp = await loadSharp();
    const {
      width,
      pageHeight: height = 1,
      delay = [],
    } = await refused(sharp(path, { pages: -1 }).metadata(), path, place);
    const lengths = delay.map((ms) => (ms / 1000 < SHORTEST_S ? USUAL_S : ms / 1000));
    const times: number[] = [];
    const seconds = lengths.reduce((at, length) => (times.push(at), at + length), 0);
    const pace = paceOf(times, { declared: [], tick: 0.001 });
    const rest = {
      seconds,
      frames: times.length,
      format: 'webp',
      interlaced: false,
      alpha: false,
      indexed: false,
      sound: false,
    };
    return new AnimatedWebp(path, place, times, { width, height, ...pace, ...rest });
  }

  /** Its pictures with their times, in the form that ffmpeg reads from a pipe; transparent pixels show `background`. */
  async *pieces(background: string): AsyncGenerator<Uint8Array> {
    const { width, height, rate = UNKNOWN_RATE } = this.clip;
    const sharp = await loadSharp();
    yield timedHeader({ width, height, channels: 3 }, rate);
    const bytes = width * height * 3;
    for (let page = 0; page < this.#times.length; page += PIECE) {
      const pages = Math.min(PIECE, this.#times.length - page);
      const pictures = sharp(this.#path, { page, pages }).flatten({ background });
      const data = await refused(pictures.raw().toBuffer(), this.#path, this.#place);
      for (let k = 0; k < pages; k++) {
        yield timedBlock(itemAt(this.#times, page + k), bytes);
        yield data.subarray(k * bytes, (k + 1) * bytes);
      }
    }
  }
}

/** Loaded only when needed, because it takes long. Without its cache, which would give an earlier content of a file of the same name. */
async function loadSharp() {
  const { default: sharp } = await import('sharp');
  sharp.cache(false);
  return sharp;
}

/** What sharp gives, or E_NOT_VIDEO with what it says. */
const refused = <T>(answer: Promise<T>, path: string, place: string): Promise<T> =>
  answer.catch((error: unknown) => {
    const got = `${path}: ${(error as Error).message}`;
    const [expected, advice] = ['a complete animated WebP', 'make or download the file again'];
    throw new HpdmError({ code: 'E_NOT_VIDEO', path: place, expected, got, try: advice }, { cause: error });
  });

/** The flag for animation in the header of an extended WebP. */
const ANIMATION = 0b10;

/** Whether a file is a WebP with an animation. source RFC 9649 */
async function isAnimated(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(21), 0, 21, 0);
    const text = buffer.toString('latin1');
    return /^RIFF.{4}WEBPVP8X/s.test(text) && (buffer.readUInt8(20) & ANIMATION) !== 0;
  } finally {
    await file.close();
  }
}
