/** Beside elements of 1, this changes no sum of eigenvalues and no sum of their roots. */
const TINY = Number.EPSILON ** 2;
/** Steps of QL for one eigenvalue: two or three are usual. */
const MOST_STEPS = 60;

/**
 * The eigenvalues of a symmetric matrix, in float64 and in no order.
 *
 * @param matrix [n, n] row by row
 * @throws RangeError where an element is not finite, or the steps do not converge
 * source Golub and Van Loan, Matrix Computations, §8.3: Householder's tridiagonal form, then QL with Wilkinson's shift
 */
export function symmetricEigenvalues(matrix: Float64Array, n: number): Float64Array {
  const largest = matrix.reduce((max, x) => Math.max(max, Math.abs(x)), 0);
  if (!Number.isFinite(largest)) throw new RangeError('eigenvalues: the matrix has elements that are not finite');
  if (largest === 0) return new Float64Array(n);
  // no square of what matters is too small or too large for a float64
  const scale = 2 ** Math.floor(Math.log2(largest));
  const { diagonal, beside } = tridiagonal(
    matrix.map((x) => x / scale),
    n,
  );
  for (let from = 0; from < n; from++) {
    let steps = 0;
    for (let to = blockEnd(diagonal, beside, from); to > from; to = blockEnd(diagonal, beside, from)) {
      if (++steps > MOST_STEPS) throw new RangeError(`eigenvalues: no convergence after ${MOST_STEPS} steps`);
      sweep(diagonal, beside, from, to);
    }
  }
  return diagonal.map((x) => x * scale);
}

interface Tridiagonal {
  readonly diagonal: Float64Array;
  /** Element i lies beside diagonal elements i and i + 1. */
  readonly beside: Float64Array;
}

/** Reflect rows and columns until only three diagonals are left; what is read is the lower triangle. */
function tridiagonal(a: Float64Array, n: number): Tridiagonal {
  const at = (i: number, j: number): number => a[i * n + j] as number;
  const [diagonal, beside, v, p] = [n, n, n, n].map((length) => new Float64Array(length)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let k = 0; k < n; k++) {
    diagonal[k] = at(k, k);
    if (k + 1 >= n) break;
    let norm = 0;
    for (let i = k + 1; i < n; i++) norm = Math.hypot(norm, at(i, k));
    const alpha = at(k + 1, k) > 0 ? -norm : norm;
    beside[k] = alpha;
    if (norm === 0) continue;
    // v reflects column k to (alpha, 0, …); of length 1.4 to 2
    for (let i = k + 1; i < n; i++) v[i] = at(i, k) / norm;
    v[k + 1] = (v[k + 1] as number) - alpha / norm;
    let square = 0;
    for (let i = k + 1; i < n; i++) square += (v[i] as number) ** 2;
    reflect(a, n, k + 1, v, p, 2 / square);
  }
  return { diagonal, beside };
}

/** A ← H A H with H = 1 − scale · v vᵀ, for rows and columns from `from` on. */
function reflect(a: Float64Array, n: number, from: number, v: Float64Array, p: Float64Array, scale: number): void {
  for (let i = from; i < n; i++) {
    let sum = 0;
    for (let j = from; j < n; j++) sum += (a[i * n + j] as number) * (v[j] as number);
    p[i] = scale * sum;
  }
  let product = 0;
  for (let i = from; i < n; i++) product += (p[i] as number) * (v[i] as number);
  const half = (scale * product) / 2;
  for (let i = from; i < n; i++) p[i] = (p[i] as number) - half * (v[i] as number);
  for (let i = from; i < n; i++) {
    const [vi, pi] = [v[i] as number, p[i] as number];
    for (let j = from; j < n; j++) {
      a[i * n + j] = (a[i * n + j] as number) - vi * (p[j] as number) - pi * (v[j] as number);
    }
  }
}

/** The last row of the block that begins at `from`: beside it is a zero, to rounding. */
function blockEnd(diagonal: Float64Array, beside: Float64Array, from: number): number {
  let at = from;
  while (at + 1 < diagonal.length) {
    const around = Math.abs(diagonal[at] as number) + Math.abs(diagonal[at + 1] as number);
    if (Math.abs(beside[at] as number) <= Number.EPSILON * around + TINY) break;
    at++;
  }
  return at;
}

/** One implicit step of QL with a shift, on rows `from` to `to`. */
function sweep(d: Float64Array, e: Float64Array, from: number, to: number): void {
  const [first, beside] = [d[from] as number, e[from] as number];
  let g = ((d[from + 1] as number) - first) / (2 * beside);
  const root = Math.hypot(g, 1);
  g = (d[to] as number) - first + beside / (g + (g >= 0 ? root : -root));
  let [s, c, p] = [1, 1, 0];
  for (let i = to - 1; i >= from; i--) {
    const [f, b] = [s * (e[i] as number), c * (e[i] as number)];
    const r = Math.hypot(f, g);
    e[i + 1] = r;
    if (r === 0) {
      // the block falls apart here
      d[i + 1] = (d[i + 1] as number) - p;
      e[to] = 0;
      return;
    }
    s = f / r;
    c = g / r;
    g = (d[i + 1] as number) - p;
    const t = ((d[i] as number) - g) * s + 2 * c * b;
    p = s * t;
    d[i + 1] = g + p;
    g = c * t - b;
  }
  d[from] = (d[from] as number) - p;
  e[from] = g;
  e[to] = 0;
}
