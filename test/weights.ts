import type { Declaration } from '../operators/network/declaration.js';
import { tf } from '../operators/tensor/tf.js';
import type { Weights } from '../operators/network/weights.js';
import { normal } from './gradients.js';

/** Random weights of the declared shapes; those in `given` have these numbers instead. */
export const weightsOf = (
  declarations: readonly Declaration[],
  given: Readonly<Record<string, readonly number[]>> = {},
): Weights =>
  Object.fromEntries(
    declarations.map(({ name, shape }) => {
      const numbers = given[name];
      return [name, numbers === undefined ? normal(name, shape, 0.5) : tf.tensor([...numbers], [...shape])];
    }),
  );

/** The numbers of the identity matrix, row by row. */
export const identity = (size: number): number[] =>
  Array.from({ length: size * size }, (_, i) => (i % (size + 1) === 0 ? 1 : 0));

/** The same number several times. */
export const repeated = (value: number, count: number): number[] => Array.from({ length: count }, () => value);
