import type { Moments } from './moments.js';
import { symmetricEigenvalues } from './symmetric-eigenvalues.js';

/**
 * The Fréchet distance between two normal distributions, |μ₁ − μ₂|² + tr(S₁ + S₂ − 2 (S₁ S₂)^½), in float64.
 *
 * With S₁ = L Lᵀ, the eigenvalues of S₁ S₂ are those of the symmetric Lᵀ S₂ L, so no root of a matrix is needed, and covariances of fewer
 * vectors than dimensions are as good as others.
 *
 * source Dowson and Landau 1982; Heusel et al. 2017
 */
export function frechetDistance(one: Moments, two: Moments): number {
  const { width } = one;
  const [first, second] = [one.covariance(), two.covariance()];
  const [a, b] = [one.mean(), two.mean()];
  let sum = 0;
  for (let i = 0; i < width; i++) {
    sum += ((a[i] as number) - (b[i] as number)) ** 2;
    sum += (first[i * width + i] as number) + (second[i * width + i] as number);
  }
  const { factor, rank } = cholesky(first, width);
  const eigenvalues = symmetricEigenvalues(between(factor, rank, second, width), rank);
  const roots = eigenvalues.reduce((total, value) => total + Math.sqrt(Math.max(0, value)), 0);
  return Math.max(0, sum - 2 * roots);
}

/**
 * A factor of a matrix that is symmetric and not negative: Lᵀ by rows, [rank, n], with pivots.
 *
 * source Higham 1990, complete pivoting; it stops where what is left is rounding
 */
function cholesky(matrix: Float64Array, n: number): { readonly factor: Float64Array; readonly rank: number } {
  const factor = new Float64Array(n * n);
  const left = Float64Array.from({ length: n }, (_, i) => matrix[i * n + i] as number);
  const limit = n * Number.EPSILON * Math.max(...left);
  for (let rank = 0; rank < n; rank++) {
    const pivot = left.indexOf(Math.max(...left));
    const square = left[pivot] as number;
    if (square <= limit) return { factor, rank };
    const root = Math.sqrt(square);
    const row = factor.subarray(rank * n, (rank + 1) * n);
    for (let j = 0; j < n; j++) row[j] = matrix[pivot * n + j] as number;
    for (let k = 0; k < rank; k++) {
      const weight = factor[k * n + pivot] as number;
      for (let j = 0; j < n; j++) row[j] = (row[j] as number) - weight * (factor[k * n + j] as number);
    }
    for (let j = 0; j < n; j++) {
      row[j] = (row[j] as number) / root;
      left[j] = (left[j] as number) - (row[j] as number) ** 2;
    }
    left[pivot] = 0;
  }
  return { factor, rank: n };
}

/** Lᵀ S L, [rank, rank], of a factor Lᵀ [rank, n]. */
function between(factor: Float64Array, rank: number, matrix: Float64Array, n: number): Float64Array {
  const half = times(factor, rank, matrix, n, n);
  return times(half, rank, transposed(factor, rank, n), n, rank);
}

/** [rows, inner] × [inner, columns] */
function times(a: Float64Array, rows: number, b: Float64Array, inner: number, columns: number): Float64Array {
  const product = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < inner; k++) {
      const weight = a[i * inner + k] as number;
      for (let j = 0; j < columns; j++) {
        product[i * columns + j] = (product[i * columns + j] as number) + weight * (b[k * columns + j] as number);
      }
    }
  }
  return product;
}

function transposed(a: Float64Array, rows: number, columns: number): Float64Array {
  return Float64Array.from({ length: rows * columns }, (_, at) => {
    const [i, j] = [at % rows, Math.floor(at / rows)];
    return a[i * columns + j] as number;
  });
}
