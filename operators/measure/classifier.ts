import { counted, HpdmError } from '../../dsl/index.js';
import { centred } from '../pixels/centred.js';
import { resample } from '../tensor/resample.js';
import { resizeMatrix } from '../tensor/resize-matrix.js';
import { tf } from '../tensor/tf.js';
import { loadClassifier, otherClassifier, type ClassifierModel } from './classifier-model.js';

/** What the user says of a classifier. */
export interface ClassifierFacts {
  /** Numbers that stand for black and white. */
  readonly range: readonly number[];
  /** Whether it gives logits, of which probabilities are made; else it gives probabilities. */
  readonly logits: boolean;
  /** Frames of a video that a classifier of pictures gets, evenly spread. */
  readonly frames: number;
}

/** How far from 1 the sum of probabilities may be: those of half precision. */
const TOLERANCE = 0.01;

/** A classifier that the user gives: of pictures, [N, h, w, c] → [N, K], or of whole videos, [N, f, h, w, c] → [N, K]. */
export class Classifier {
  readonly #of: ClassifierModel;
  readonly #facts: ClassifierFacts;

  private constructor(of: ClassifierModel, facts: ClassifierFacts) {
    this.#of = of;
    this.#facts = facts;
  }

  /** Read a model; fails like `loadClassifier`. */
  static async load(path: string, facts: ClassifierFacts): Promise<Classifier> {
    return new Classifier(await loadClassifier(path), facts);
  }

  /**
   * The probabilities of the classes of videos. Frames are brought to the size of the classifier as Pillow's bilinear filter does it; grey
   * becomes RGB where it takes RGB.
   *
   * @param video [B, F, H, W, C] in [-1, 1]
   * @returns [B, n, K]: of n frames, or n = 1 of whole videos
   * fails E_CHANNELS, E_SIZE where videos do not fit; E_WEIGHTS_OTHER where the output is not probabilities
   */
  async probabilities(video: tf.Tensor5D): Promise<tf.Tensor3D> {
    const [B, F, , , C] = video.shape;
    const { frames, channels } = this.#of;
    if (C !== channels && C !== 1)
      throw this.#misfit('E_CHANNELS', `videos of ${counted(channels, 'channel')}`, counted(C, 'channel'));
    if (F < (frames ?? 1))
      throw this.#misfit('E_SIZE', `videos of ${counted(frames ?? 1, 'frame')} or more`, counted(F, 'frame'));
    const picks = frames === undefined ? centred(F, this.#facts.frames) : [...Array(frames ?? F).keys()];
    const found = tf.tidy(() => {
      return tf.stack(Array.from({ length: B }, (_, b) => tf.tidy(() => this.#told(this.#taken(video, b, picks)))));
    });
    await this.#refuseNumbers(found);
    return found as tf.Tensor3D;
  }

  /** Free the model. */
  dispose(): void {
    this.#of.model.dispose();
  }

  /** Frames of a video as the classifier takes them, [n, h, w, c]. */
  #taken(video: tf.Tensor5D, b: number, picks: readonly number[]): tf.Tensor4D {
    const [, , H, W, C] = video.shape;
    const { height, width, channels } = this.#of;
    const along = (from: number, to: number | null): tf.Tensor3D | undefined =>
      to === null || to === from ? undefined : resizeMatrix(from, { from: 0, length: from }, to, 'bilinear');
    const frames = tf.concat(
      picks.map((f) => tf.slice(video, [b, f, 0, 0, 0], [1, 1, -1, -1, -1])),
      1,
    );
    const sized = tf.clipByValue(resample(frames, { f: undefined, h: along(H, height), w: along(W, width) }), -1, 1);
    const [low = -1, high = 1] = this.#facts.range;
    const scaled = tf.add(tf.mul(sized, (high - low) / 2), (high + low) / 2);
    return tf.squeeze(C === channels ? scaled : tf.tile(scaled, [1, 1, 1, 1, channels]), [0]);
  }

  /** [n, K] of n frames, or of all of them as one video. */
  #told(frames: tf.Tensor4D): tf.Tensor2D {
    const { model, file, frames: whole } = this.#of;
    const output = model.predict(whole === undefined ? frames : tf.expandDims(frames), {});
    const rows = (Array.isArray(output) ? output[0] : output) as tf.Tensor2D;
    const [count, K] = rows.shape;
    if (rows.rank === 2 && count === (whole === undefined ? frames.shape[0] : 1) && K > 1) {
      return this.#facts.logits ? tf.softmax(rows) : rows;
    }
    throw otherClassifier(file, 'an output [N, K] of two classes or more', `[${rows.shape.join(', ')}]`);
  }

  async #refuseNumbers(rows: tf.Tensor): Promise<void> {
    const ends = tf.tidy(() => {
      const sums = tf.sum(rows, 2);
      return tf.stack([tf.min(rows), tf.min(sums), tf.max(sums)]);
    });
    const [least = NaN, from = NaN, to = NaN] = await ends.data();
    ends.dispose();
    if (least >= 0 && Math.abs(from - 1) < TOLERANCE && Math.abs(to - 1) < TOLERANCE) return;
    rows.dispose();
    const [low, first, last] = [least, from, to].map((x) => Number(x.toPrecision(3)));
    const got = `numbers from ${low} on, and sums from ${first} to ${last}`;
    const advice = '--classifier-logits if it gives logits (logits: true)';
    throw otherClassifier(this.#of.file, 'probabilities of classes, whose sum is 1', got, advice);
  }

  #misfit(code: 'E_SIZE' | 'E_CHANNELS', expected: string, got: string): HpdmError {
    const place = { file: this.#of.file };
    return new HpdmError({ code, place, expected: `${expected}, which the classifier takes`, got });
  }
}
