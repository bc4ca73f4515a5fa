import { itemAt } from '../../../dsl/index.js';
import { product } from '../product.js';
import { engine } from './engine.js';
import { axisOf, broadcast, concatenated, multiplied, nested, reduced, reshaped, sliced, type Shape } from './shape.js';
import { Sketch, type SketchType } from './sketch.js';

type Operand = Sketch | number;
/** The shapes of an operation's results, the tensors that it saves for its gradient, and the element type. */
interface Result {
  readonly shapes: readonly Shape[];
  readonly saves?: readonly Sketch[];
  readonly dtype?: SketchType;
  /** Whether the result has the numbers of the first input, in the same memory. */
  readonly shared?: boolean;
}

/** Run one of TensorFlow.js's own operations. */
function operate(inputs: readonly Sketch[], { shapes, saves = [], dtype, shared }: Result): readonly Sketch[] {
  const type = dtype ?? itemAt(inputs, 0).dtype;
  const like = shared === true ? inputs[0] : undefined;
  return engine().operate(
    inputs,
    (save) => {
      const results = shapes.map((shape) => engine().make(shape, type, like));
      save(saves);
      return results;
    },
    // every gradient has the size of its input and needs no matrix product
    () => inputs.map(({ shape }) => engine().make(shape)),
  );
}

const one = (inputs: readonly Sketch[], shape: Shape, rest: Omit<Result, 'shapes'> = {}): Sketch =>
  operate(inputs, { shapes: [shape], ...rest })[0] as Sketch;

/** Turn a number into a scalar sketch, as TensorFlow.js does when it meets a tensor. */
const sketchOf = (x: Operand): Sketch => (typeof x === 'number' ? engine().make([]) : x);

/** An elementwise operation that saves its input. */
const unary = (x: Sketch): Sketch => one([x], x.shape, { saves: [x] });

const binary =
  (dtype: SketchType = 'float32') =>
  (a: Operand, b: Operand): Sketch => {
    const [x, y] = [sketchOf(a), sketchOf(b)];
    return one([x, y], broadcast(x.shape, y.shape), { saves: [x, y], dtype });
  };

const reduce = (x: Sketch, axes?: number | Shape, keepDims?: boolean): Sketch =>
  one([x], reduced(x.shape, axes, keepDims), { saves: [x] });

/** In TensorFlow.js this is a product too. */
const dot = (a: Sketch, b: Sketch): Sketch =>
  engine().tidy(() => reshape(matMul(reshape(a, [1, -1]), reshape(b, [-1, 1])), []));

const reshape = (x: Sketch, shape: Shape): Sketch => one([x], reshaped(x.size, shape), { saves: [x], shared: true });

const filledLike = ({ shape, dtype }: Sketch): Sketch => engine().make(shape, dtype);
const filled = (shape: Shape, dtype?: SketchType): Sketch => engine().make(shape, dtype);
const tensor = (values: unknown, shape?: Shape, dtype?: SketchType): Sketch =>
  engine().make(shape ?? nested(values), dtype);

function matMul(a: Sketch, b: Sketch, transposeA = false, transposeB = false): Sketch {
  const [shape, depth] = multiplied(a.shape, b.shape, transposeA, transposeB);
  engine().flops += 2 * product(shape) * depth;
  return one([a, b], shape, { saves: [a, b] });
}

/** Split a tensor along an axis, into a number of equal parts or into parts of given sizes. */
function split(x: Sketch, parts: number | Shape, along = 0): readonly Sketch[] {
  const axis = axisOf(x.shape, along);
  const length = itemAt(x.shape, axis);
  const sizes = typeof parts === 'number' ? Array.from({ length: parts }, () => length / parts) : parts;
  return operate([x], { shapes: sizes.map((size) => x.shape.with(axis, size)) });
}

const removed = (shape: Shape, axis: number): Shape => shape.toSpliced(axisOf(shape, axis), 1);

/** The functions of TensorFlow.js that operators use, on sketches. */
export const OPERATIONS = {
  ...{ square: unary, sqrt: unary, rsqrt: unary, exp: unary, log: unary, erf: unary, sin: unary, cos: unary },
  ...{ sigmoid: unary, tanh: unary, relu: unary, abs: unary, neg: unary, softmax: unary, clipByValue: unary },
  ...{ add: binary(), sub: binary(), mul: binary(), div: binary(), pow: binary(), minimum: binary() },
  ...{ maximum: binary(), greater: binary('bool'), less: binary('bool'), equal: binary('bool') },
  ...{ logicalAnd: binary('bool'), logicalOr: binary('bool') },
  ...{ sum: reduce, mean: reduce, max: reduce, min: reduce },
  ...{ zerosLike: filledLike, onesLike: filledLike, zeros: filled, ones: filled },
  ...{ tensor, tensor3d: tensor, tensor4d: tensor, tensor5d: tensor, tensor2d: tensor, matMul, dot, reshape, split },
  tensor1d: (values: unknown, dtype?: SketchType) => engine().make(nested(values), dtype),
  scalar: (_: number, dtype?: SketchType) => engine().make([], dtype),
  clone: (x: Sketch) => one([x], x.shape, { shared: true }),
  reverse: (x: Sketch) => one([x], x.shape),
  cast: (x: Sketch, dtype: SketchType) => one([x], x.shape, { dtype }),
  expandDims: (x: Sketch, axis = 0) =>
    one([x], x.shape.toSpliced(axis < 0 ? axis + x.rank + 1 : axis, 0, 1), { saves: [x], shared: true }),
  transpose: (x: Sketch, axes?: Shape) =>
    one(
      [x],
      (axes ?? x.shape.map((_, i) => x.rank - 1 - i)).map((i) => itemAt(x.shape, i)),
    ),
  tile: (x: Sketch, times: Shape) =>
    one(
      [x],
      x.shape.map((length, i) => length * itemAt(times, i)),
      { saves: [x] },
    ),
  pad: (x: Sketch, around: readonly Shape[]) =>
    one(
      [x],
      x.shape.map((length, i) => length + total(itemAt(around, i))),
      { saves: [x] },
    ),
  slice: (x: Sketch, begin: number | Shape, size?: number | Shape) =>
    one([x], sliced(x.shape, begin, size), { saves: [x] }),
  concat: (xs: readonly Sketch[], axis?: number) =>
    one(
      xs,
      concatenated(
        xs.map(({ shape }) => shape),
        axis,
      ),
      { saves: xs },
    ),
  stack: (xs: readonly Sketch[]) => one(xs, [xs.length, ...itemAt(xs, 0).shape]),
  unstack: (x: Sketch, axis = 0) =>
    operate([x], {
      shapes: Array.from({ length: itemAt(x.shape, axisOf(x.shape, axis)) }, () => removed(x.shape, axis)),
    }),
  gather: (x: Sketch, { shape }: Sketch) => one([x], [...shape, ...x.shape.slice(1)], { saves: [x] }),
  addN: (xs: readonly Sketch[]) => one(xs, itemAt(xs, 0).shape, { saves: xs }),
  where: (condition: Sketch, a: Sketch, b: Sketch) => one([a, b], broadcast(a.shape, b.shape), { saves: [condition] }),
} satisfies Readonly<Record<string, (...given: never[]) => unknown>>;

const total = (shape: Shape): number => shape.reduce((a, b) => a + b, 0);
