import type { Cascade } from '../../dsl/index.js';
import type { Declaration } from '../network/declaration.js';
import { declareParameters } from '../network/declare-parameters.js';
import { product } from '../tensor/product.js';
import { tf } from '../tensor/tf.js';

/** Consecutive parameters in the vectors of a training, whose moments and average one member holds. */
export interface Part {
  /** Numbers of the vectors before it. */
  readonly first: number;
  readonly size: number;
  /** Sizes of its kernels, which come first in it. */
  readonly kernels: readonly number[];
}

/** The parameters of a cascade in the order of the vectors; those that decay come first. */
export function inVectorOrder(cascade: Cascade): Declaration[] {
  const declared = declareParameters(cascade);
  return [...declared.filter(({ decay }) => decay), ...declared.filter(({ decay }) => !decay)];
}

/**
 * The parts of the vectors that so many members hold, in the order of the members: about as many numbers each. No parameter is cut, so that
 * what LAMB computes for a whole kernel is the same.
 *
 * @param declarations in the order of the vectors, at least one for each member
 */
export function partsOf(declarations: readonly Declaration[], members: number): Part[] {
  const sizes = declarations.map(({ shape }) => product(shape));
  const total = sum(sizes);
  let [begin, first] = [0, 0];
  return Array.from({ length: members }, (_, rank) => {
    const goal = ((rank + 1) * total) / members;
    // one at least for this member, and for each of those that follow
    let [end, next] = [begin + 1, first + (sizes[begin] ?? 0)];
    for (; end < sizes.length - (members - 1 - rank); end++) {
      const further = next + (sizes[end] ?? 0);
      if (further - goal > goal - next) break;
      next = further;
    }
    const kernels = declarations.slice(begin, end).flatMap(({ decay, shape }) => (decay ? [product(shape)] : []));
    const part = { first, size: next - first, kernels };
    [begin, first] = [end, next];
    return part;
  });
}

/** The numbers of a whole vector, [P], that a part has; the vector itself, if that is all of them. */
export const partIn = ({ first, size }: Part, whole: tf.Tensor1D): tf.Tensor1D =>
  size === whole.size ? whole : tf.slice(whole, first, size);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
