import { fileURLToPath } from 'node:url';
import { readSafetensors } from '../disk/safetensors.js';
import { tf } from '../tensor/tf.js';

/** Height and width of its input. */
export const INPUT_SIZE = 128;
/** D, the width of its features. */
export const FEATURES = 256;

/** Strides of the depthwise convolutions, each followed by a pointwise one; before them is a convolution of stride 2. */
const STRIDES = [1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1] as const;
const FILE = new URL('../../weights/mobilenet/mobilenet_v1_0.25_128.safetensors', import.meta.url);

/**
 * MobileNet v1 of width 0.25, trained on ImageNet: the mean over space of its last convolution. Batch norm is folded into the kernels.
 *
 * source Howard et al. 2017; weights of google-coral/test_data, see weights/mobilenet/README.md
 */
export class Mobilenet {
  readonly #weights: Readonly<Record<string, tf.Tensor>>;

  private constructor(weights: Readonly<Record<string, tf.Tensor>>) {
    this.#weights = weights;
  }

  /** Read the weights; fails like `readSafetensors`. */
  static async load(): Promise<Mobilenet> {
    const { tensors } = await readSafetensors(fileURLToPath(FILE));
    const entries = Object.entries(tensors).map(([name, { data, shape }]) => {
      return [name, tf.tensor(data as Float32Array, [...shape], 'float32')] as const;
    });
    return new Mobilenet(Object.fromEntries(entries));
  }

  /**
   * The features of pictures.
   *
   * @param pictures [N, 128, 128, 3] in [-1, 1]
   * @returns [N, 256], 0 to 6
   */
  features(pictures: tf.Tensor4D): tf.Tensor2D {
    return tf.tidy(() => {
      let x = this.#activated(tf.conv2d(pictures, this.#kernel('Conv2d_0'), 2, 'same'), 'Conv2d_0');
      for (const [i, stride] of STRIDES.entries()) {
        const [depthwise, pointwise] = [`Conv2d_${i + 1}_depthwise`, `Conv2d_${i + 1}_pointwise`];
        x = this.#activated(tf.depthwiseConv2d(x, this.#kernel(depthwise), stride, 'same'), depthwise);
        x = this.#activated(tf.conv2d(x, this.#kernel(pointwise), 1, 'same'), pointwise);
      }
      return tf.mean<tf.Tensor2D>(x, [1, 2]);
    });
  }

  /** Free the weights. */
  dispose(): void {
    tf.dispose(Object.values(this.#weights));
  }

  #activated(x: tf.Tensor4D, layer: string): tf.Tensor4D {
    return tf.clipByValue(tf.add<tf.Tensor4D>(x, this.#weights[`${layer}/bias`] as tf.Tensor1D), 0, 6);
  }

  #kernel(layer: string): tf.Tensor4D {
    return this.#weights[`${layer}/kernel`] as tf.Tensor4D;
  }
}
