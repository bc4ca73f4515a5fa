import { itemAt } from '../../../dsl/index.js';
import { packedBytes } from '../packed-bytes.js';
import { product } from '../product.js';
import { engine } from './engine.js';
import { multiplied, type Shape } from './shape.js';
import type { Sketch } from './sketch.js';

/** Attributes of a kernel by name. */
type Attributes = Readonly<Record<string, unknown>>;
/** The shapes of a kernel's results, and the floating-point operations of its matrix products. */
interface Outcome {
  readonly shapes: readonly Shape[];
  readonly flops?: number;
}

/** The shape of an input that a kernel must have. */
function shapeOf(x: Sketch | undefined): Shape {
  if (x === undefined) throw new RangeError('an input of the kernel is missing');
  return x.shape;
}

const like = (x: Sketch | undefined): Outcome => ({ shapes: [shapeOf(x)] });
const columns = (x: Sketch | undefined): Shape => shapeOf(x).slice(-1);

function times(a: Sketch, b: Sketch, transposeA: boolean, transposeB: boolean): Required<Outcome> {
  const [shape, depth] = multiplied(a.shape, b.shape, transposeA, transposeB);
  return { shapes: [shape], flops: 2 * product(shape) * depth };
}

const matMul = ([a, b]: readonly Sketch[], { transpose_a, transpose_b }: Attributes): Outcome =>
  times(a as Sketch, b as Sketch, Boolean(transpose_a), Boolean(transpose_b));

/** Operations of `count` products of queries × keys × width. That the gradient computes the scores again is not counted. */
const attention = (
  count: number,
  [q, kv]: readonly Sketch[],
  { batch, heads, packed }: Attributes,
): Required<Outcome> => {
  const [rows, width] = [itemAt(shapeOf(q), 0), itemAt(shapeOf(q), 1)];
  const inner = packed === 1 ? width / 3 : width;
  const keys = itemAt(shapeOf(kv), 0) / Number(batch);
  const perHead = [Number(batch) * Number(heads), rows / Number(batch)];
  return { shapes: [[rows, inner], perHead], flops: 2 * count * rows * keys * inner };
};

/** A product with a packed kernel. */
const layer = ([rows = 0, depth = 0]: Shape, columns: number): Required<Outcome> => ({
  shapes: [[rows, columns]],
  flops: 2 * rows * depth * columns,
});

/** Floats that an MLP keeps for its gradient: panels of 32 columns, in bfloat16 of whole blocks of 32 rows. */
const keptSize = (rows: number, hidden: number, bf16: unknown): number =>
  32 * Math.ceil(hidden / 32) * (bf16 === 0 ? rows : 16 * Math.ceil(rows / 32));

/** The results of TensorFlow's kernels and of hpdm's own (see native.ts) on sketches, by name. */
const KERNELS: Readonly<Record<string, (inputs: readonly Sketch[], attributes: Attributes) => Outcome>> = {
  BiasAdd: ([x]) => like(x),
  BiasAddGrad: ([x]) => ({ shapes: [columns(x)] }),
  MatMul: matMul,
  HpdmMatMul: matMul,
  HpdmPack: ([kernel], { bf16 }) => ({ shapes: [[packedBytes(shapeOf(kernel), bf16 === 0 ? 'float32' : 'bf16') / 4]] }),
  HpdmPackedMatMul: ([x], { columns }) => layer(shapeOf(x), Number(columns)),
  HpdmPackedMlp: ([x], { columns }) => ({ shapes: [shapeOf(x)], flops: 2 * layer(shapeOf(x), Number(columns)).flops }),
  HpdmColumnSum: ([x]) => ({ shapes: [columns(x)] }),
  HpdmNormalise: ([x]) => ({ shapes: [shapeOf(x), [itemAt(shapeOf(x), 0), 1]] }),
  HpdmNormaliseGradient: ([dy]) => like(dy),
  HpdmModulate: ([x]) => ({ shapes: [shapeOf(x), shapeOf(x), [itemAt(shapeOf(x), 0), 1]] }),
  HpdmModulateGradient: ([dy, scale]) => ({ shapes: [shapeOf(dy), shapeOf(scale), shapeOf(scale)] }),
  HpdmAddGated: ([x]) => like(x),
  HpdmAddGatedGradient: ([dy, , gate]) => ({ shapes: [shapeOf(dy), shapeOf(gate)] }),
  HpdmAddNeighbours: ([x]) => like(x),
  HpdmTapsGradient: ([x]) => ({ shapes: [[27, ...columns(x)]] }),
  HpdmResample: ([x, ...matrices], { axes, transposed }) => {
    const lengths = matrices.map(({ shape }, i) => {
      return (axes as readonly number[])[i] === 0 ? itemAt(shapeOf(x), i + 1) : itemAt(shape, transposed === 1 ? 2 : 1);
    });
    return { shapes: [[itemAt(shapeOf(x), 0), ...lengths, ...columns(x)]] };
  },
  HpdmFoldNorm: ([, , kernel, bias]) => ({ shapes: [shapeOf(kernel), shapeOf(bias)] }),
  HpdmUnfoldNorm: (inputs) => ({ shapes: inputs.slice(0, 3).map(({ shape }) => shape) }),
  HpdmKernelGradientMatMul: ([x, dy]) => {
    const { shapes, flops } = times(x as Sketch, dy as Sketch, true, false);
    return { shapes: [...shapes, columns(dy)], flops };
  },
  HpdmMlp: ([x, w1, , w2], { bf16 }) => {
    const [[rows = 0, depth = 0], [, hidden = 0], [, out = 0]] = [shapeOf(x), shapeOf(w1), shapeOf(w2)];
    return { shapes: [[rows, out], [keptSize(rows, hidden, bf16)]], flops: 2 * rows * hidden * (depth + out) };
  },
  HpdmMlpGradient: ([x, , w1, w2]) => {
    const [[rows = 0, depth = 0], [, hidden = 0], [, out = 0]] = [shapeOf(x), shapeOf(w1), shapeOf(w2)];
    const shapes = [shapeOf(x), shapeOf(w1), [hidden], shapeOf(w2), [out]];
    return { shapes, flops: 4 * rows * hidden * (depth + out) };
  },
  HpdmAttention: (inputs, attributes) => attention(2, inputs, attributes),
  HpdmAttentionGradient: (inputs, attributes) => ({
    shapes: [shapeOf(inputs[0]), attributes['packed'] === 1 ? [0, 0] : shapeOf(inputs[1])],
    flops: attention(4, inputs, attributes).flops,
  }),
  HpdmAdam: (inputs) => ({ shapes: inputs.slice(0, 4).map(({ shape }) => shape) }),
  HpdmJoin: (inputs) => ({ shapes: [[inputs.reduce((sum, { size }) => sum + size, 0)]] }),
  HpdmCut: (_, { shapes }) => ({ shapes: separated(shapes as readonly number[]) }),
};

/** Decode a list of shapes, in which the rank comes before each shape. */
function separated([rank, ...rest]: readonly number[]): Shape[] {
  if (rank === undefined) return [];
  return [rest.slice(0, rank), ...separated(rest.slice(rank))];
}

type Written = readonly { readonly name: string; readonly value: unknown }[];

function execute(name: string, written: Written, inputs: readonly Sketch[]): Sketch[] {
  const kernel = KERNELS[name];
  if (kernel === undefined) throw new RangeError(`the shapes of the kernel ${name} are not known`);
  const attributes = Object.fromEntries(written.map(({ name, value }) => [name, value]));
  const { shapes, flops = 0 } = kernel(inputs, attributes);
  engine().flops += flops;
  return shapes.map((shape) => engine().make(shape));
}

/** The part of TensorFlow's backend that operators use: on a CPU, with hpdm's own kernels. */
export const sketchBackend = {
  binding: { TF_ATTR_INT: 0, TF_ATTR_TYPE: 1, TF_ATTR_STRING: 2, TF_ATTR_BOOL: 3, TF_FLOAT: 4 },
  isUsingGpuDevice: false,
  executeSingleOutput: (name: string, attributes: Written, inputs: readonly Sketch[]): Sketch =>
    execute(name, attributes, inputs)[0] as Sketch,
  executeMultipleOutputs: execute,
};
