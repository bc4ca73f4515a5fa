import { tf } from '../tensor/tf.js';
import { int, itemAt, levelOf, optional, SAMPLERS, stage, type Body, type Cascade } from '../../dsl/index.js';
import { measure, type Measured } from '../tensor/sketch/measure.js';
import { bodyDenoiser, estimate, type BodyInputs } from '../diffusion/body-denoiser.js';
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
 * body  canvas, sigma, condition, latents of the previous call → denoised, the same shape, clamped to [-1, 1]; latents
 * out   video   [B, F, H, W, C] in [-1, 1]
 * source EDM Alg. 1 and 2; HPDM §4.4: one sampler step on the canvas after averaging
 */
export const denoiseSolve = stage({
  id: 'denoise.solve',
  summary: 'Sample a level from noise to video',
  in: { canvas: canvas(), condition: optional(condition()) },
  with: { cascade: inferredCascade('sampler, steps and noise levels'), level: int('level to sample', { min: 0 }) },
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
  check: refuseOwnLevel,
  steps: ({ cascade, level }) => levelOf(cascade, level).steps,
  cost: ({ cascade, level }, _, { inputs, body }) => {
    const { sampler, steps } = levelOf(cascade, level);
    const calls = SAMPLERS[sampler].calls(steps);
    const { patches, flops, bytes, choice } = measureCall(body, inputs);
    const tiles = tileCount(tilingOf(cascade, level));
    return {
      tiles,
      evaluations: calls * patches,
      flops: calls * flops,
      bytes,
      ...(choice === undefined ? {} : { choice }),
    };
  },
  open: ({ cascade, level }, { body, seed, signal, progress, preview }) => ({
    next: async (inputs) => {
      const sigmas = levelSigmas(cascade, level);
      const { denoise, forget } = bodyDenoiser(body, inputs, signal);
      const show = previewer(preview);
      let state: State = { x: tf.mul(inputs.canvas, itemAt(sigmas, 0)) };
      try {
        for (let index = 0; index + 1 < sigmas.length; index++) {
          const next = await takeStep(levelOf(cascade, level), { level, index, sigmas, seed }, state, denoise);
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

/** What a call of the body takes when the call before has left its latents. */
function measureCall(body: Body, inputs: BodyInputs): Measured<tf.Tensor | undefined> {
  const call = (latents?: tf.Tensor) =>
    measure(() => {
      // alive meanwhile: where the step began and where it stands, and the last estimate
      for (let held = 0; held < 3; held++) tf.zerosLike(inputs.canvas);
      return estimate(body, inputs, inputs.canvas, 1, latents).next;
    }, [inputs, latents]);
  const first = call();
  return first.value === undefined ? first : call(first.value);
}

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
