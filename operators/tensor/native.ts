import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isSketching } from './sketch/engine.js';
import type { AttentionShape, Bf16Instructions, NativeKernels } from './native-kernels.js';
import { tf } from './tf.js';

/** The part of tfjs-node's backend that runs an operation by name. */
interface TensorFlowBackend {
  readonly binding: { readonly TF_ATTR_INT: number };
  readonly isUsingGpuDevice: boolean;
  executeSingleOutput(name: string, attributes: readonly object[], inputs: readonly tf.Tensor[]): tf.Tensor;
  executeMultipleOutputs(name: string, attributes: readonly object[], inputs: readonly tf.Tensor[], n: number): unknown;
}

const require = createRequire(import.meta.url);

let loaded = false;

/**
 * Load hpdm's own kernels (operators/tensor/native) into the process; TensorFlow must be loaded first.
 *
 * @param file the library that `hpdm setup` compiled; if it does not exist, TensorFlow's general kernels are used
 * @returns whether the kernels are loaded
 */
export function loadNative(file: string): boolean {
  if (!loaded && existsSync(file)) {
    require(file);
    loaded = true;
  }
  return loaded;
}

type Attributes = Readonly<Record<string, number | readonly number[]>>;

/**
 * hpdm's kernels of the running TensorFlow backend; nothing on other backends, on a GPU, or where they are not built. Plans count on
 * them.
 */
export function native(): NativeKernels | undefined {
  if (!(loaded || isSketching()) || tf.getBackend() !== 'tensorflow') return undefined;
  const backend = tf.backend() as unknown as TensorFlowBackend;
  return backend.isUsingGpuDevice ? undefined : kernelsOf(backend);
}

/** What the native code can say, by its number. */
const INSTRUCTIONS = [undefined, 'AVX512-BF16', 'AMX'] as const;

let current: { readonly backend: TensorFlowBackend; readonly kernels: NativeKernels } | undefined;

function kernelsOf(backend: TensorFlowBackend): NativeKernels {
  if (current?.backend !== backend) current = { backend, kernels: bind(backend) };
  return current.kernels;
}

// eslint-disable-next-line max-lines-per-function -- a table of kernels, a line or a few for each
function bind(backend: TensorFlowBackend): NativeKernels {
  const type = backend.binding.TF_ATTR_INT;
  const integers = (values: Attributes): object[] =>
    Object.entries(values).map(([name, value]) => ({ name, type, value }));
  const one = <T>(name: string, inputs: readonly tf.Tensor[], values: Attributes = {}): T =>
    backend.executeSingleOutput(name, integers(values), inputs) as T;
  const many = <T>(name: string, inputs: readonly tf.Tensor[], n: number, values: Attributes = {}): T =>
    backend.executeMultipleOutputs(name, integers(values), inputs, n) as T;
  const instructions = once(() => {
    if (isSketching()) return 'AMX';
    // eslint-disable-next-line no-restricted-properties -- one number, of the CPU
    const [found = 0] = tf.tidy(() => one<tf.Tensor1D>('HpdmBf16Instructions', []).dataSync());
    return INSTRUCTIONS[found];
  });
  // an operation has a fixed number of inputs: another tensor takes the place of a missing one, and an attribute says so
  const attentionInputs = (q: tf.Tensor2D, kv: tf.Tensor2D | undefined, { batch, heads, bias }: AttentionShape) => ({
    inputs: [q, kv ?? q, bias ?? q],
    values: { batch, heads, packed: flag(kv === undefined), biased: flag(bias) },
  });
  return {
    normalise: (x) => many('HpdmNormalise', [x], 2),
    normaliseGradient: (dy, gamma, normal, inverse, skip) =>
      one('HpdmNormaliseGradient', [dy, gamma ?? dy, normal, inverse, skip ?? dy], {
        scaled: flag(gamma),
        skipped: flag(skip),
      }),
    modulate: (x, shift, scale) => many('HpdmModulate', [x, shift, scale], 3),
    modulateGradient: (dy, scale, normal, inverse) => many('HpdmModulateGradient', [dy, scale, normal, inverse], 3),
    addGated: (x, y, gate) => one('HpdmAddGated', [x, y, gate]),
    addGatedGradient: (dy, y, gate) => many('HpdmAddGatedGradient', [dy, y, gate], 2),
    addNeighbours: (x, taps, grid, reversed) => one('HpdmAddNeighbours', [x, taps], { grid, reversed: flag(reversed) }),
    tapsGradient: (x, dy, grid) => one('HpdmTapsGradient', [x, dy], { grid }),
    resample: (x, { f, h, w }, transposed) =>
      one('HpdmResample', [x, f ?? x, h ?? x, w ?? x], { axes: [f, h, w].map(flag), transposed: flag(transposed) }),
    normals: (places, columns) => one('HpdmNormals', [places], { columns }),
    foldNorm: (gamma, beta, kernel, bias) => many('HpdmFoldNorm', [gamma, beta, kernel, bias], 2),
    unfoldNorm: (gamma, beta, kernel, dFolded, dBias) =>
      many('HpdmUnfoldNorm', [gamma, beta, kernel, dFolded, dBias], 3),
    columnSum: (x) => one('HpdmColumnSum', [x]),
    matMul: (a, b, { transposeA, transposeB, bias, skip, bf16 }) =>
      one('HpdmMatMul', [a, b, bias ?? a, skip ?? a], {
        transpose_a: flag(transposeA),
        transpose_b: flag(transposeB),
        biased: flag(bias),
        skipped: flag(skip),
        bf16: which(bf16),
      }),
    bf16Instructions: () => instructions(),
    packKernel: (kernel, bf16) => one('HpdmPack', [kernel], { bf16: which(bf16) }),
    packedProduct: (x, { panels, columns, bf16 }, { norm, bias, gelu, skip }) =>
      one('HpdmPackedMatMul', [x, panels, bias ?? x, skip ?? x, norm?.gamma ?? x, norm?.beta ?? x], {
        columns,
        normed: flag(norm),
        biased: flag(bias),
        gelu: flag(gelu),
        skipped: flag(skip),
        bf16: which(bf16),
      }),
    packedMlp: (x, { gamma, beta }, { panels, columns, bias, bf16 }, second) =>
      one('HpdmPackedMlp', [x, gamma, beta, panels, bias, second.panels, second.bias], { columns, bf16: which(bf16) }),
    kernelGradient: (x, dy, bf16) => many('HpdmKernelGradientMatMul', [x, dy], 2, { bf16: which(bf16) }),
    mlp: (x, layers, bf16, skip) =>
      many('HpdmMlp', [x, ...layers, skip ?? x], 2, { skipped: flag(skip), bf16: which(bf16) }),
    mlpGradient: (x, kept, kernels, dy, bf16) =>
      many('HpdmMlpGradient', [x, kept, ...kernels, dy], 5, { bf16: which(bf16) }),
    attention: (q, kv, shape) => {
      const { inputs, values } = attentionInputs(q, kv, shape);
      return many('HpdmAttention', inputs, 2, values);
    },
    attentionGradient: (q, kv, shape, result) => {
      const { inputs, values } = attentionInputs(q, kv, shape);
      const [dq, dkv] = many<[tf.Tensor2D, tf.Tensor2D]>('HpdmAttentionGradient', [...inputs, ...result], 2, values);
      if (kv !== undefined) return [dq, dkv];
      dkv.dispose();
      return [dq];
    },
    adam: (vectors, { settings, scale, kernels, adapted }) =>
      many('HpdmAdam', [...vectors, settings, scale], 4, { kernels, adapted: flag(adapted) }),
    join: (tensors) => one('HpdmJoin', tensors, { parts: tensors.length }),
    cut: (vector, shapes) =>
      many('HpdmCut', [vector], shapes.length, {
        parts: shapes.length,
        shapes: shapes.flatMap((shape) => [shape.length, ...shape]),
      }),
  };
}

/** A function that is called once; its result is kept. */
function once<T>(find: () => T): () => T {
  let found: { readonly value: T } | undefined;
  return () => (found ??= { value: find() }).value;
}

/** The number of instructions, as `bf16Instructions` reads it; 0: none. */
const which = (instructions: Bf16Instructions | undefined): number =>
  instructions === undefined ? 0 : INSTRUCTIONS.indexOf(instructions);

/** The value of an attribute that is on or off. */
const flag = (value: unknown): number => (value === undefined || value === false ? 0 : 1);
