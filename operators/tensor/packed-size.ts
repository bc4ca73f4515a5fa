import { product } from './product.js';

/** Numbers of a packed kernel [in, out], whose sides are filled up to 32 (see native/bf16.h). */
export const packedSize = (shape: readonly number[]): number => product(shape.map((side) => 32 * Math.ceil(side / 32)));
