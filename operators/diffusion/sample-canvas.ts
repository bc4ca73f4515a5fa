import { itemAt, levelOf, type Cascade } from '../../dsl/index.js';
import { tf } from '../tensor/tf.js';
import { addChurn, churned } from './churn.js';
import { SAMPLER_STEPS, type Denoiser, type Position } from './sampler-steps.js';
import { unitNoise } from './unit-noise.js';

/** What is sampled: frames of a level. */
export interface Sampled {
  readonly cascade: Cascade;
  readonly level: number;
  /** The noise levels, the last of which is 0. */
  readonly sigmas: readonly number[];
  readonly seed: number;
  /** Number of the first video, and of the first frame. */
  readonly first: number;
  readonly frame: number;
}

/** Makes the estimate of a canvas at σ, in a step by its number, from 0; the caller disposes of it. */
export type CanvasDenoiser = (x: tf.Tensor5D, sigma: number, step: number) => Promise<tf.Tensor5D>;

/** The canvas between two steps, and the estimate from the start of the last step. */
type State = Pick<Position<tf.Tensor5D>, 'x' | 'previous'>;

/**
 * Sample frames from the first noise level of a level down to 0.
 *
 * @param x the canvas to start from, which is disposed of
 * @param stepped called after each step with its number, from 1, and the estimate from its start
 * source EDM Alg. 1 and 2
 */
export async function sampleCanvas(
  sampled: Sampled,
  x: tf.Tensor5D,
  denoise: CanvasDenoiser,
  stepped: (step: number, estimate: tf.Tensor5D | undefined) => Promise<void> | void,
): Promise<tf.Tensor5D> {
  let state: State = { x };
  try {
    for (let index = 0; index + 1 < sampled.sigmas.length; index++) {
      const next = await takeStep(sampled, index, state, denoise);
      disposeState(state);
      state = next;
      await stepped(index + 1, state.previous?.denoised);
    }
  } catch (error) {
    disposeState(state);
    throw error;
  }
  state.previous?.denoised.dispose();
  return state.x;
}

const disposeState = ({ x, previous }: State): void => {
  x.dispose();
  previous?.denoised.dispose();
};

/** One step, after churn if σ lies in its range. It does not dispose of its arguments. */
async function takeStep(
  { cascade, level, sigmas, seed, first, frame }: Sampled,
  index: number,
  { x, previous }: State,
  denoise: CanvasDenoiser,
): Promise<State> {
  const settings = levelOf(cascade, level);
  const [from, to] = [itemAt(sigmas, index), itemAt(sigmas, index + 1)];
  const noise = (purpose: string): tf.Tensor5D =>
    unitNoise(x.shape, { seed, purpose: `${purpose} ${index}`, level, first, frame });
  const raised = churned(from, sigmas.length - 1, settings);
  const start = raised > from ? tf.tidy(() => addChurn(x, from, raised, noise('churn'), settings)) : x;
  const inStep = ((x: tf.Tensor5D, sigma: number) => denoise(x, sigma, index)) as Denoiser<tf.Tensor5D>;
  const position = { x: start, from: raised, to, eta: settings.eta, unit: () => noise('ancestral') };
  try {
    const moved = await SAMPLER_STEPS[settings.sampler](
      previous === undefined ? position : { ...position, previous },
      inStep,
    );
    return { x: moved.x, previous: { denoised: moved.denoised, sigma: raised } };
  } finally {
    if (start !== x) start.dispose();
  }
}
