import { itemAt } from '../../../dsl/index.js';
import { product } from '../product.js';

/** Sizes of the axes of a tensor. */
export type Shape = readonly number[];

/** The shape of a sum of two tensors with broadcasting. */
export function broadcast(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const [m, n] = [a[i - rank + a.length] ?? 1, b[i - rank + b.length] ?? 1];
    if (m !== n && m !== 1 && n !== 1) throw mismatch('shapes that broadcast', a, b);
    return m === 1 ? n : m;
  });
}

/** The shape of a matrix product over the last two axes, and the length of its sums. */
export function multiplied(
  a: Shape,
  b: Shape,
  transposeA: boolean,
  transposeB: boolean,
): [shape: Shape, depth: number] {
  const [ar, ac] = sidesOf(a);
  const [br, bc] = sidesOf(b);
  const [rows, depth] = transposeA ? [ac, ar] : [ar, ac];
  const [other, columns] = transposeB ? [bc, br] : [br, bc];
  if (depth !== other) throw mismatch('factors that fit', a, b);
  return [[...broadcast(a.slice(0, -2), b.slice(0, -2)), rows, columns], depth];
}

/** Rows and columns of the matrices in a tensor. */
const sidesOf = (shape: Shape): [rows: number, columns: number] => [
  itemAt(shape, shape.length - 2),
  itemAt(shape, shape.length - 1),
];

/** Replace the only -1 in a shape, if there is one, so that the shape has `size` numbers. */
export function reshaped(size: number, shape: Shape): Shape {
  const rest = size / product(shape.filter((length) => length !== -1));
  const full = shape.map((length) => (length === -1 ? rest : length));
  if (product(full) !== size || !Number.isInteger(rest)) throw mismatch('as many numbers', [size], shape);
  return full;
}

/** The shape after a sum over axes; over all axes if none is given. */
export function reduced(shape: Shape, axes: number | Shape | undefined, keepDims = false): Shape {
  const all = [axes ?? shape.map((_, i) => i)].flat().map((axis) => axisOf(shape, axis));
  return shape.flatMap((length, axis) => (!all.includes(axis) ? [length] : keepDims ? [1] : []));
}

/** The shape of tensors concatenated along an axis. */
export function concatenated(shapes: readonly Shape[], along = 0): Shape {
  const [first = []] = shapes;
  const axis = axisOf(first, along);
  const other = shapes.find((shape) => first.some((length, i) => i !== axis && shape[i] !== length));
  if (other !== undefined) throw mismatch('sides that fit', first, other);
  return first.with(
    axis,
    shapes.reduce((sum, shape) => sum + itemAt(shape, axis), 0),
  );
}

/** The shape of a slice; a size of -1, or none, means the rest of the axis. */
export function sliced(shape: Shape, begin: number | Shape, size?: number | Shape): Shape {
  const [starts, sizes] = [[begin].flat(), size === undefined ? [] : [size].flat()];
  return shape.map((length, i) => {
    const [start = 0, wanted = -1] = [starts[i], sizes[i]];
    const taken = wanted === -1 ? length - start : wanted;
    if (start + taken > length) throw mismatch('a part of the tensor', shape, [start, taken]);
    return taken;
  });
}

/** The shape of an array of arrays of numbers. */
export const nested = (values: unknown): Shape =>
  Array.isArray(values) || ArrayBuffer.isView(values)
    ? [(values as ArrayLike<unknown>).length, ...nested((values as ArrayLike<unknown>)[0])]
    : [];

/** The number of an axis, counted from the front. */
export const axisOf = (shape: Shape, axis: number): number => (axis < 0 ? axis + shape.length : axis);

const mismatch = (expected: string, a: Shape, b: Shape): RangeError =>
  new RangeError(`expected ${expected}, got [${a.join(', ')}] and [${b.join(', ')}]`);
