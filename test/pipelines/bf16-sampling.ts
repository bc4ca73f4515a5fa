import { tf } from '../../operators/tensor/tf.js';
import { load, type Cascade, type PipelineDocument } from '../../dsl/index.js';
import { operators } from '../../operators/index.js';
import { declareParameters } from '../../operators/network/declare-parameters.js';
import type { Network } from '../../operators/network/network.js';
import { inPrecision } from '../../operators/network/precision.js';
import type { Precision } from '../../operators/tensor/precision.js';
import { startingValue } from '../../operators/network/starting-value.js';
import { open } from '../../pipelines/api/run.js';
import { builtIn } from '../../pipelines/built-in.js';
import { sourceOf } from '../given-network.js';
import { normal } from '../gradients.js';

/** A network in a precision: kernels are random as they start, so that activations stay of their size, and all that starts equal is moved. */
function networkIn(precision: Precision, cascade: Cascade): Network {
  const weights = declareParameters(cascade).map((declaration) => {
    const { name, shape, start } = declaration;
    const first = tf.tensor(startingValue(declaration, 1), [...shape]);
    const tensor = start === 'fan-in' ? first : tf.add(first, normal(name, shape, 0.1));
    return [name, inPrecision(precision, name, tensor)] as const;
  });
  return { cascade, precision, weights: Object.fromEntries(weights) };
}

const RANDOM: PipelineDocument = {
  hpdm: 1,
  params: { cascade: { type: 'cascade' }, count: { type: 'int', default: 1 }, batch: { type: 'int', default: 64 } },
  nodes: {
    model: { op: 'test.network', with: { cascade: '${cascade}' } },
    level: {
      for: 'levels of ${cascade}',
      graph: builtIn('level.yaml'),
      in: { network: 'model.network', context: 'level[<].context', coarser: 'level[<].video' },
      with: { level: '${index}', count: '${count}', batch: '${batch}' },
    },
  },
  out: { video: 'level[last].video' },
};

const WITHOUT_SLABS = { prompts: { in: { slab: null } }, level: { in: { slab: null } } };

/** What sample-texts.yaml samples, as numbers and not as a file. */
const TEXTS = {
  hpdm: 1,
  extends: builtIn('sample-texts.yaml'),
  nodes: { frames: null, file: null, sheet: null, slabs: null, ...WITHOUT_SLABS },
  out: { video: 'level[last].video' },
} as unknown as PipelineDocument;

/** The numbers of a video of a network with random weights. */
export const sampleRandom = (
  cascade: Cascade,
  precision: Precision,
  choices: { readonly count?: number; readonly batch?: number } = {},
): Promise<Float32Array> => numbersOf(RANDOM, { cascade, ...choices }, precision);

/** The numbers of a video of a text by the weights that come with hpdm, up to a level. */
export const sampleText = (prompt: string, until: number, precision: Precision): Promise<Float32Array> =>
  numbersOf(TEXTS, { prompts: [prompt], count: 1, until, precision }, precision);

async function numbersOf(
  document: PipelineDocument,
  values: Readonly<Record<string, unknown>>,
  precision: Precision,
): Promise<Float32Array> {
  const given = sourceOf((cascade) => networkIn(precision, cascade));
  const running = await open(await load(document, values, { ...operators, [given.id]: given }));
  for await (const video of running.items<tf.Tensor5D>('video')) return video.data<'float32'>();
  throw new RangeError('nothing was sampled');
}

/** Peak signal-to-noise ratio in dB of numbers between −1 and 1. */
export function psnr(a: Float32Array, b: Float32Array): number {
  const squares = a.reduce((sum, x, i) => sum + (x - (b[i] ?? NaN)) ** 2, 0);
  return 10 * Math.log10((2 * 2 * a.length) / squares);
}
