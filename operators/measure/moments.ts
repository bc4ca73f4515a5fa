/** Sums over vectors, from which their mean and covariance follow; they can be added and need no vector to be kept. */
export class Moments {
  /** Number of vectors. */
  count = 0;
  readonly #sum: Float64Array;
  /** Sums of products, of which the lower triangle is kept up to date. */
  readonly #products: Float64Array;

  constructor(readonly width: number) {
    this.#sum = new Float64Array(width);
    this.#products = new Float64Array(width * width);
  }

  /** Add a vector; `from` is where it begins in `values`. */
  add(values: ArrayLike<number>, from = 0): void {
    const { width } = this;
    this.count++;
    for (let i = 0; i < width; i++) {
      const x = values[from + i] as number;
      this.#sum[i] = (this.#sum[i] as number) + x;
      const row = i * width;
      for (let j = 0; j <= i; j++) {
        this.#products[row + j] = (this.#products[row + j] as number) + x * (values[from + j] as number);
      }
    }
  }

  /** The sums of several sets of vectors. */
  static total(parts: readonly Moments[], width: number): Moments {
    const total = new Moments(width);
    for (const part of parts) {
      total.count += part.count;
      part.#sum.forEach((value, i) => (total.#sum[i] = (total.#sum[i] as number) + value));
      part.#products.forEach((value, i) => (total.#products[i] = (total.#products[i] as number) + value));
    }
    return total;
  }

  /** The mean of the vectors. */
  mean(): Float64Array {
    return this.#sum.map((value) => value / this.count);
  }

  /** Their covariance with n − 1, [width, width]; there must be two or more. */
  covariance(): Float64Array {
    const { width, count } = this;
    const mean = this.mean();
    const covariance = new Float64Array(width * width);
    for (let i = 0; i < width; i++) {
      for (let j = 0; j <= i; j++) {
        const product = this.#products[i * width + j] as number;
        const value = (product - count * (mean[i] as number) * (mean[j] as number)) / (count - 1);
        covariance[i * width + j] = value;
        covariance[j * width + i] = value;
      }
    }
    return covariance;
  }
}
