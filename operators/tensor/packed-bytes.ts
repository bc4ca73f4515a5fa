import { itemAt } from '../../dsl/index.js';
import type { Precision } from './precision.js';

/**
 * Bytes of a packed kernel [in, out]: its columns are filled up to panels of 32, and for bfloat16 its rows too (native/float32-format.h,
 * native/bf16-format.h).
 */
export function packedBytes(shape: readonly number[], precision: Precision): number {
  const [rows, columns] = [itemAt(shape, 0), upTo32(itemAt(shape, 1))];
  return precision === 'bf16' ? 2 * upTo32(rows) * columns : 4 * rows * columns;
}

const upTo32 = (side: number): number => 32 * Math.ceil(side / 32);
