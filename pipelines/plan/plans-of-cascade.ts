import { load, readCascade, registryOf, source, type MemoryChoice, type PipelineDocument } from '../../dsl/index.js';
import { operators } from '../../operators/index.js';
import { nullCondition } from '../../operators/network/condition.js';
import { cascade } from '../../operators/values/cascade.js';
import { condition } from '../../operators/values/condition.js';
import { canvasSizes } from '../../operators/values/sizes.js';
import { video } from '../../operators/values/video.js';
import { builtIn } from '../built-in.js';
import { presets } from '../presets.js';
import { planOf, type Plan } from './plan.js';

/**
 * The plans of a cascade alone: sampling one video, and one training step on one video, each with a condition if the cascade has one.
 *
 * @param memory by default any
 * @param members that train together, each on one video
 */
export async function plansOfCascade(file: string, memory: MemoryChoice = {}, members = 1): Promise<Plan[]> {
  const conditioned = readCascade(file, presets).condition.kind !== 'none';
  const documents = [
    [sampling(conditioned), undefined],
    [training(conditioned), { index: 0, of: members }],
  ] as const;
  const graphs = await Promise.all(
    documents.map(([document, share]) => load(document, { cascade: file }, STAND_INS, presets, memory, share)),
  );
  return graphs.map((graph) => ({ ...planOf(graph), file }));
}

/** A video of a cascade and its condition. Plans read their shapes; it is never run. */
const planGiven = source({
  id: 'plan.given',
  summary: 'A video of a cascade and its condition, for plans',
  emits: 'one',
  in: {},
  with: { cascade: cascade('size of the video, kind of the condition') },
  out: { video: video('B', 'F', 'H', 'W', 'C'), condition: condition() },
  dimensions: ({ cascade }) => ({ B: 1, ...canvasSizes(cascade, cascade.levels.length - 1) }),
  sketch: ({ cascade }) => {
    const condition = nullCondition(cascade, 1);
    return condition === undefined ? {} : { condition };
  },
  cost: () => ({}),
  run: () => {
    throw new RangeError('plan.given is for plans only');
  },
});

const STAND_INS = { ...operators, ...registryOf([planGiven]) };

const given = { op: 'plan.given', with: { cascade: '${cascade}' } };

const sampling = (conditioned: boolean): PipelineDocument => ({
  hpdm: 1,
  extends: builtIn(conditioned ? 'sample-classes.yaml' : 'sample.yaml'),
  about: 'Sampling one video',
  params: { count: { type: 'int', default: 1 } },
  nodes: conditioned ? { labels: { ...without(given, 'labels', 'guidance', 'interval'), ...ALL } } : {},
});

/** Not slab by slab: in a document that extends another, null takes an input out. */
const ALL = { in: { slab: null } } as unknown as { readonly in: Readonly<Record<string, string>> };

const training = (conditioned: boolean): PipelineDocument => ({
  hpdm: 1,
  extends: builtIn(conditioned ? 'train-classes.yaml' : 'train.yaml'),
  about: 'Training, one step on one video',
  params: { steps: { type: 'int', default: 1 } },
  nodes: { digits: without(given, 'batch', 'digits', 'until', 'count') },
});

/** A node that replaces one with these settings. */
const without = ({ op, with: settings }: typeof given, ...names: readonly string[]) => ({
  op,
  with: { ...settings, ...Object.fromEntries(names.map((name) => [name, null])) },
});
