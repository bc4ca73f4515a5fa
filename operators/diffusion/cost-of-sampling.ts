import { itemAt, levelOf, SAMPLERS, type Body, type Cascade, type Cost } from '../../dsl/index.js';
import type { Condition } from '../network/condition.js';
import { measure, type Measured } from '../tensor/sketch/measure.js';
import { tf } from '../tensor/tf.js';
import { estimate, type BodyInputs } from './body-denoiser.js';
import { canvasesHeld } from './canvases-held.js';
import { spinsAt } from './cycle-spin.js';
import { conditionAt, isGuided } from './guide.js';
import { thresholded } from './thresholded.js';

/** A level, its noise levels, and how it is sampled in parts along time, if it is. */
export interface SampledLevel {
  readonly cascade: Cascade;
  readonly level: number;
  readonly sigmas: readonly number[];
  /** What the body gets in the step with the most tiles, and the mean share of these that a step has; left out where all steps have the same. */
  readonly most?: { readonly inputs: Readonly<Record<string, unknown>>; readonly share: number };
  readonly parts?: {
    /** How many parts the body is called for, and the frames that it then gets. */
    readonly count: number;
    readonly frames: number;
    /** Frames that are sampled at a time, and parts that have their estimates meanwhile. */
    readonly together: number;
    readonly active: number;
  };
}

/**
 * What the calls of the body cost while a level is sampled. Calls at a σ with guidance, or cycle spinning, cost more than the others.
 *
 * @param sigmas of the level, the last of which is 0
 * @param inputs sketches of the node's inputs
 */
export function costOfSampling(
  { cascade, level, sigmas, most = { inputs: {}, share: 1 }, parts: split }: SampledLevel,
  body: Body,
  inputs: BodyInputs & { readonly condition?: Condition | undefined },
): Required<Pick<Cost, 'evaluations' | 'flops' | 'bytes'>> & Pick<Cost, 'choice'> {
  const places = sigmas.slice(0, -1);
  if (places.length === 0) return { evaluations: 0, flops: 0, bytes: 0 };
  const { sampler, threshold } = levelOf(cascade, level);
  const settle = (estimate: tf.Tensor5D): tf.Tensor5D => thresholded(estimate, threshold);
  const alike = new Map<string, number[]>();
  for (const sigma of places) {
    const guided = isGuided(conditionAt(inputs.condition, cascade, level, sigma));
    const acting = `${guided} ${spinsAt(cascade, level, sigma)}`;
    alike.set(acting, [...(alike.get(acting) ?? []), sigma]);
  }
  const parts = [...alike.values()].map((those) => {
    const calls =
      (most.share * (split?.count ?? 1) * SAMPLERS[sampler].calls(places.length) * those.length) / places.length;
    const call = { sigma: itemAt(those, 0), settle, canvases: canvasesHeld(levelOf(cascade, level)) };
    const { patches, flops, bytes, choice } = measureCall(body, { ...inputs, ...most.inputs }, call, split);
    return { evaluations: calls * patches, flops: calls * flops, bytes, choice };
  });
  const sum = (key: 'evaluations' | 'flops') => parts.reduce((total, part) => total + part[key], 0);
  const choice = parts.find((part) => part.choice !== undefined)?.choice;
  return {
    ...(choice === undefined ? {} : { choice }),
    evaluations: Math.round(sum('evaluations')),
    flops: sum('flops'),
    bytes: Math.max(...parts.map(({ bytes }) => bytes)),
  };
}

/** A call of the body. */
interface Call {
  readonly sigma: number;
  readonly settle: (estimate: tf.Tensor5D) => tf.Tensor5D;
  /** How many canvases are alive meanwhile. */
  readonly canvases: number;
}

/** What a call of the body at a σ takes when the call before has left its latents. */
function measureCall(
  body: Body,
  inputs: BodyInputs,
  { sigma, settle, canvases }: Call,
  split: SampledLevel['parts'],
): Measured<tf.Tensor | undefined> {
  const call = (latents?: tf.Tensor) =>
    measure(() => {
      const [batch, frames, ...frame] = inputs.canvas.shape;
      for (let held = 0; held < canvases; held++) tf.zeros([batch, split?.together ?? frames, ...frame]);
      for (let said = 1; said < (split?.active ?? 1); said++) tf.zeros([batch, split?.frames ?? frames, ...frame]);
      const canvas = split === undefined ? inputs.canvas : tf.zeros<tf.Rank.R5>([batch, split.frames, ...frame]);
      return estimate(body, { ...inputs, canvas, part: 0 }, sigma, latents, settle).next;
    }, [inputs, latents]);
  const first = call();
  return first.value === undefined ? first : call(first.value);
}
