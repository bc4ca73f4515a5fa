import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { HpdmError } from '../../dsl/index.js';
import { tf } from '../tensor/tf.js';
import { i3dTensors } from './i3d-tensors.js';

/** Height and width of its input. */
export const I3D_SIZE = 224;
/** Classes of Kinetics: the numbers that describe a video. */
export const I3D_FEATURES = 400;

/** Added to the variance of batch norms. */
const EPSILON = 1e-3;
/** The git hash of the file with the weights that FVD uses, from google-deepmind/kinetics-i3d. */
const BLOB = 'fa7df95674dbf3579e7fccd954e51e706b4734c1';
const SOURCE =
  'data/checkpoints/rgb_scratch/model.ckpt.data-00000-of-00001 of github.com/google-deepmind/kinetics-i3d (Apache-2.0), 50,818,176 bytes';

/** What a layer sees of the video before it. */
type Step = (x: tf.Tensor5D) => tf.Tensor5D;

/**
 * Inflated 3D ConvNet, trained on Kinetics-400: the network of the Fréchet video distance.
 *
 * source Carreira and Zisserman 2017; Unterthiner et al. 2018 (FVD)
 */
export class I3dNetwork {
  readonly #weights: Readonly<Record<string, tf.Tensor>>;

  /** @param weights by the names of `i3dTensors`; they belong to the network */
  constructor(weights: Readonly<Record<string, tf.Tensor>>) {
    this.#weights = weights;
  }

  /** Read the weights; fails E_FILE_MISSING, E_WEIGHTS_OTHER where the file is another one. */
  static async load(path: string): Promise<I3dNetwork> {
    const bytes = await readFile(path).catch(() => {
      throw new HpdmError({ code: 'E_FILE_MISSING', place: { file: path }, expected: SOURCE, got: 'no such file' });
    });
    const blob = createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
    if (blob !== BLOB) {
      const got = `a file of ${bytes.length} bytes with the git hash ${blob}`;
      throw new HpdmError({ code: 'E_WEIGHTS_OTHER', place: { file: path }, expected: SOURCE, got });
    }
    const entries = i3dTensors().map(({ name, shape, offset, length }) => {
      const data = new Float32Array(
        bytes.buffer.slice(bytes.byteOffset + offset, bytes.byteOffset + offset + 4 * length),
      );
      return [name, tf.tensor(data, [...shape])] as const;
    });
    return new I3dNetwork(Object.fromEntries(entries));
  }

  /**
   * Describe videos.
   *
   * @param video [B, T, 224, 224, 3] in [-1, 1], of nine frames or more
   * @returns [B, 400], the logits as a mean over time
   */
  features(video: tf.Tensor5D): tf.Tensor2D {
    return tf.tidy(() => {
      const pooled = tf.avgPool3d(this.body(video), [2, 7, 7], 1, 'valid');
      const logits = tf.conv3d(pooled, this.#weight<tf.Tensor5D>('Logits/Conv3d_0c_1x1/conv_3d/w'), 1, 'valid');
      const bias = this.#weight<tf.Tensor1D>('Logits/Conv3d_0c_1x1/conv_3d/b');
      return tf.mean<tf.Tensor2D>(tf.add(logits, bias), [1, 2, 3]);
    });
  }

  /**
   * The layers before the last pooling.
   *
   * @param see told the output of every layer, by its name
   */
  body(video: tf.Tensor5D, see: (name: string, output: tf.Tensor5D) => void = () => undefined): tf.Tensor5D {
    const pool =
      (size: [number, number, number], strides: [number, number, number]): Step =>
      (x) =>
        tf.maxPool3d(x, size, strides, 'same');
    const unit =
      (name: string, stride = 1): Step =>
      (x) =>
        this.#unit(x, name, stride);
    const mixed = (name: string) => [`Mixed_${name}`, (x: tf.Tensor5D) => this.#mixed(x, `Mixed_${name}`)] as const;
    const layers: readonly (readonly [string, Step])[] = [
      ['Conv3d_1a_7x7', unit('Conv3d_1a_7x7', 2)],
      ['MaxPool3d_2a_3x3', pool([1, 3, 3], [1, 2, 2])],
      ['Conv3d_2b_1x1', unit('Conv3d_2b_1x1')],
      ['Conv3d_2c_3x3', unit('Conv3d_2c_3x3')],
      ['MaxPool3d_3a_3x3', pool([1, 3, 3], [1, 2, 2])],
      ...['3b', '3c'].map(mixed),
      ['MaxPool3d_4a_3x3', pool([3, 3, 3], [2, 2, 2])],
      ...['4b', '4c', '4d', '4e', '4f'].map(mixed),
      ['MaxPool3d_5a_2x2', pool([2, 2, 2], [2, 2, 2])],
      ...['5b', '5c'].map(mixed),
    ];
    return layers.reduce((x, [name, layer]) => {
      const output = tf.tidy(() => layer(x));
      if (x !== video) x.dispose();
      see(name, output);
      return output;
    }, video);
  }

  /** Free the weights. */
  dispose(): void {
    tf.dispose(Object.values(this.#weights));
  }

  /** Four branches side by side. */
  #mixed(x: tf.Tensor5D, name: string): tf.Tensor5D {
    const unit = (x: tf.Tensor5D, branch: string): tf.Tensor5D => this.#unit(x, `${name}/${branch}`, 1);
    // the checkpoint has another name for one layer
    const last = name === 'Mixed_5b' ? 'Branch_2/Conv3d_0a_3x3' : 'Branch_2/Conv3d_0b_3x3';
    return tf.concat(
      [
        unit(x, 'Branch_0/Conv3d_0a_1x1'),
        unit(unit(x, 'Branch_1/Conv3d_0a_1x1'), 'Branch_1/Conv3d_0b_3x3'),
        unit(unit(x, 'Branch_2/Conv3d_0a_1x1'), last),
        unit(tf.maxPool3d(x, [3, 3, 3], 1, 'same'), 'Branch_3/Conv3d_0b_1x1'),
      ],
      4,
    );
  }

  /** Convolution, batch norm without scale, and ReLU. */
  #unit(x: tf.Tensor5D, name: string, stride: number): tf.Tensor5D {
    const kernel = this.#weight<tf.Tensor5D>(`${name}/conv_3d/w`);
    const of = (what: string): tf.Tensor1D => this.#weight(`${name}/batch_norm/${what}`);
    const scale = tf.rsqrt(tf.add(of('moving_variance'), EPSILON));
    const convolved = tf.conv3d(x, kernel, stride, 'same');
    return tf.relu(tf.add<tf.Tensor5D>(tf.mul(tf.sub(convolved, of('moving_mean')), scale), of('beta')));
  }

  #weight<T extends tf.Tensor>(name: string): T {
    return this.#weights[`RGB/inception_i3d/${name}`] as T;
  }
}
