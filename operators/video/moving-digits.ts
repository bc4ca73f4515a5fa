import { tf } from '../tensor/tf.js';
import { int, itemAt, source } from '../../dsl/index.js';
import { nullClasses } from '../network/condition.js';
import { condition } from '../values/condition.js';
import { video } from '../values/video.js';
import { stream } from '../tensor/stream.js';
import { DIGIT_SIZE, digits as allDigits, digitsByClass } from '../pixels/digits.js';

/** Speed of a digit, in pixels per frame. */
const SPEED = { least: 2, most: 4 } as const;

/** The content of a clip. */
export interface ClipShape {
  readonly frames: number;
  /** Height and width in pixels. */
  readonly size: number;
  readonly digits: number;
}

/**
 * Moving MNIST: handwritten digits that fly straight and bounce off the borders.
 *
 * out   video      [B, F, H, W, 1] float32 in [-1, 1]; clip i does not depend on the batch size
 *       condition  classes: the digit of a clip that shows one; null for clips of several
 * source Srivastava et al. 2015; start uniform, 2–4 pixels per frame in any direction, joined by maximum
 */
export const videoMovingDigits = source({
  id: 'video.moving-digits',
  summary: 'Moving MNIST: digits that fly straight and bounce off the borders',
  emits: 'many',
  seeks: true,
  divides: 'batch',
  in: {},
  with: {
    batch: int('clips per item', { default: 32, min: 1, unit: 'clips' }),
    count: int('number of items; 0: no limit', { default: 0, min: 0, incidental: true }),
    until: int('number of the item before which to end; 0: no limit', { default: 0, min: 0, incidental: true }),
    frames: int('frames per clip', { default: 16, min: 1 }),
    size: int('height and width', { default: 64, min: DIGIT_SIZE, unit: 'pixels' }),
    digits: int('digits per clip', { default: 2, min: 1 }),
  },
  out: { video: video('B', 'F', 'H', 'W', 1), condition: condition() },
  dimensions: ({ batch, frames, size }) => ({ B: batch, F: frames, H: size, W: size }),
  sketch: ({ batch }) => ({ condition: nullClasses(batch) }),
  cost: ({ batch, frames, size }) => ({ bytes: 4 * batch * frames * size * size }),
  run: async function* (_, { batch, count, until, ...shape }, { seed, share }, first) {
    const clipSize = shape.frames * shape.size * shape.size;
    const end =
      share.of *
      Math.min(count === 0 ? Infinity : Math.floor(first / share.of) + count, until === 0 ? Infinity : until);
    for (let item = first; item < end; item += share.of) {
      const data = new Float32Array(batch * clipSize).fill(-1);
      for (let b = 0; b < batch; b++) {
        drawClip(data.subarray(b * clipSize, (b + 1) * clipSize), shape, seed, item * batch + b);
      }
      const classes = Array.from({ length: batch }, (_, b) => classOf(shape.digits, seed, item * batch + b));
      yield {
        video: tf.tensor5d(data, [batch, shape.frames, shape.size, shape.size, 1]),
        condition: { kind: 'classes' as const, classes, guidance: 1 },
      };
    }
  },
});

/**
 * Draw clip number `index` into `clip`, which is filled with −1.
 *
 * @param clip frames · size · size values
 */
export function drawClip(clip: Float32Array, { frames, size, digits }: ClipShape, seed: number, index: number): void {
  const bank = allDigits();
  const draws = drawsOf(digits, seed, index);
  const room = size - DIGIT_SIZE;
  for (let k = 0; k < digits; k++) {
    const [which = 0, x = 0, y = 0, turn = 0, pace = 0] = draws.subarray(k * 5, k * 5 + 5);
    const digit = itemAt(bank, Math.floor(which * bank.length));
    const speed = SPEED.least + (SPEED.most - SPEED.least) * pace;
    const move = { x: speed * Math.cos(2 * Math.PI * turn), y: speed * Math.sin(2 * Math.PI * turn) };
    for (let f = 0; f < frames; f++) {
      const row = Math.round(bounce(y * room + f * move.y, room));
      const column = Math.round(bounce(x * room + f * move.x, room));
      stamp(clip.subarray(f * size * size, (f + 1) * size * size), digit, row * size + column, size);
    }
  }
}

/** The digit that clip number `index` shows; null if it shows several. */
export function classOf(digits: number, seed: number, index: number): number | null {
  if (digits !== 1) return null;
  const [which = 0] = drawsOf(digits, seed, index);
  let before = Math.floor(which * allDigits().length);
  return digitsByClass().findIndex(({ length }) => (before -= length) < 0);
}

/** Five random numbers for each digit of a clip: its image, its starting point (two), its direction and its speed. */
const drawsOf = (digits: number, seed: number, index: number): Float32Array =>
  stream({ seed, purpose: 'moving digits', item: index }).uniform(digits * 5);

/** A position after reflecting it at 0 and at `room` as often as needed. */
export function bounce(position: number, room: number): number {
  if (room === 0) return 0;
  const phase = Math.abs(position) % (2 * room);
  return phase > room ? 2 * room - phase : phase;
}

/** Draw a digit over a frame; of two values, the brighter one stays. */
function stamp(frame: Float32Array, digit: Float32Array, corner: number, size: number): void {
  for (let row = 0; row < DIGIT_SIZE; row++) {
    for (let column = 0; column < DIGIT_SIZE; column++) {
      const value = 2 * (digit[row * DIGIT_SIZE + column] as number) - 1;
      const at = corner + row * size + column;
      if (value > (frame[at] as number)) frame[at] = value;
    }
  }
}
