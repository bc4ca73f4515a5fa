import { tf } from '../tensor/tf.js';
import { int, itemAt, levelOf, number, optional, stage, type Cascade, type Refusal } from '../../dsl/index.js';
import { bodyDenoiser } from '../diffusion/body-denoiser.js';
import { costOfSampling } from '../diffusion/cost-of-sampling.js';
import { startCanvas } from '../diffusion/start-canvas.js';
import { unitNoise } from '../diffusion/unit-noise.js';
import { canvas } from '../values/canvas.js';
import { inferredCascade } from '../values/inferred-cascade.js';
import { tileCount, tilingOf } from '../tiles/tiling.js';
import { condition } from '../values/condition.js';
import { latents } from '../values/latents.js';
import { sigma } from '../values/sigma.js';
import { video } from '../values/video.js';
import { refuseOwnLevel } from '../values/refuse-level.js';
import { addChurn, churned } from '../diffusion/churn.js';
import { previewer } from '../pixels/previewer.js';
import { SAMPLER_STEPS, type Denoiser, type Position } from '../diffusion/sampler-steps.js';
import { levelSigmas } from '../diffusion/level-sigmas.js';
import { canvasSizes } from '../values/sizes.js';

/**
 * Sample a level from unit noise down to σ = 0. The body denoises the canvas and is called once or twice per step.
 *
 * in    canvas  unit noise, [B, F, H, W, C]; condition of the B videos; further inputs are passed to the body by name
 *       start   a video under the noise, which is then of the σ that `strength` says
 *       coarser the finished video of the previous level, for `start: coarser` in the cascade
 * body  canvas, sigma, condition, latents of the previous call → denoised, the same shape, brought into [-1, 1]; latents
 * out   video   [B, F, H, W, C] in [-1, 1]
 * source EDM Alg. 1 and 2; HPDM §4.4: one sampler step on the canvas after averaging
 */
export const denoiseSolve = stage({
  id: 'denoise.solve',
  summary: 'Sample a level from noise to video',
  in: {
    canvas: canvas(),
    condition: optional(condition()),
    start: optional(video('B', 'F', 'H', 'W', 'C')),
    coarser: optional(video('B', 'E', 'I', 'J', 'C')),
  },
  with: {
    cascade: inferredCascade('sampler, steps and noise levels'),
    level: int('level to sample', { min: 0 }),
    strength: number('how far up the noise levels a level with a start begins; 0: the start is kept as it is', {
      default: 1,
      min: 0,
      max: 1,
    }),
  },
  body: {
    in: {
      canvas: canvas(),
      sigma: sigma(1, 1),
      condition: optional(condition()),
      latents: optional(latents()),
    },
    out: { denoised: canvas(), latents: optional(latents()) },
  },
  out: { video: video('B', 'F', 'H', 'W', 'C') },
  dimensions: ({ cascade, level }) => canvasSizes(cascade, level),
  check: (settings, _, given) => [...refuseOwnLevel(settings), ...refuseWithoutStart(settings, given)],
  steps: ({ cascade, level }) => levelOf(cascade, level).steps,
  cost: ({ cascade, level, strength }, _, { inputs, body }) => {
    const sigmas = levelSigmas(cascade, level, strengthOf(inputs.start, strength));
    return { tiles: tileCount(tilingOf(cascade, level)), ...costOfSampling({ cascade, level, sigmas }, body, inputs) };
  },
  open: ({ cascade, level, strength }, { body, seed, signal, progress, preview }) => ({
    next: async (inputs) => {
      const settings = levelOf(cascade, level);
      const sigmas = levelSigmas(cascade, level, strengthOf(inputs.start, strength));
      const { denoise, forget } = bodyDenoiser(body, inputs, { signal, threshold: settings.threshold });
      const show = previewer(preview);
      let state: State = { x: startCanvas(cascade, level, itemAt(sigmas, 0), inputs) };
      try {
        for (let index = 0; index + 1 < sigmas.length; index++) {
          const next = await takeStep(settings, { level, index, sigmas, seed }, state, denoise);
          disposeState(state);
          state = next;
          progress(index + 1, sigmas.length - 1);
          if (state.previous) await show(state.previous.denoised, index + 2 === sigmas.length);
        }
      } catch (error) {
        disposeState(state);
        throw error;
      } finally {
        forget();
      }
      state.previous?.denoised.dispose();
      return { video: state.x };
    },
  }),
});

/** A level that starts from noise alone is sampled whole. */
const strengthOf = (start: unknown, strength: number): number => (start === undefined ? 1 : strength);

/** Refuse a level that starts from the one before and does not get its video. */
const refuseWithoutStart = (
  { cascade, level }: { readonly cascade: Cascade; readonly level: number },
  given: readonly string[],
): Refusal[] => {
  if (cascade.levels[level]?.start !== 'coarser' || given.includes('coarser') || given.includes('start')) return [];
  const expected = `the video of level ${level - 1}, from which the cascade says that this level starts (start: coarser)`;
  return [{ code: 'E_CONTEXT', path: 'in', expected, got: 'none', try: `coarser: NODE.video, or start: noise` }];
};

/** The canvas between two steps, and the estimate from the start of the last step. */
type State = Pick<Position<tf.Tensor5D>, 'x' | 'previous'>;

const disposeState = ({ x, previous }: State): void => {
  x.dispose();
  previous?.denoised.dispose();
};

/** The level, and the number of the step. */
interface Place {
  readonly level: number;
  readonly index: number;
  readonly sigmas: readonly number[];
  readonly seed: number;
}

/** One step, after churn if σ lies in its range. The caller keeps the ownership of the arguments. */
async function takeStep(
  settings: Cascade['levels'][number],
  { level, index, sigmas, seed }: Place,
  { x, previous }: State,
  denoise: Denoiser<tf.Tensor5D>,
): Promise<State> {
  const [from, to] = [itemAt(sigmas, index), itemAt(sigmas, index + 1)];
  const noise = (purpose: string): tf.Tensor5D => unitNoise(x.shape, { seed, purpose: `${purpose} ${index}`, level });
  const raised = churned(from, sigmas.length - 1, settings);
  const start = raised > from ? tf.tidy(() => addChurn(x, from, raised, noise('churn'), settings)) : x;
  const position = { x: start, from: raised, to, eta: settings.eta, unit: () => noise('ancestral') };
  try {
    const moved = await SAMPLER_STEPS[settings.sampler](
      previous === undefined ? position : { ...position, previous },
      denoise,
    );
    return { x: moved.x, previous: { denoised: moved.denoised, sigma: raised } };
  } finally {
    if (start !== x) start.dispose();
  }
}
