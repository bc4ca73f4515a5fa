import { tf } from '../tensor/tf.js';
import { int, stage, type Body, type Cascade } from '../../dsl/index.js';
import { unitNoise } from '../noise/canvas.js';
import { cascade } from '../parameters.js';
import { sigma, video } from '../ports.js';
import { addChurn, churned, eulerStep, heunStep } from './samplers.js';
import { levelSigmas } from './schedule.js';

const STEPS = { euler: eulerStep, heun: heunStep };

/**
 * Sample a level: from unit noise down to σ = 0, calling the body for the denoised canvas once or twice per step.
 *
 * in    canvas  unit noise, [B, F, H, W, C]; further inputs are passed into the body by name
 * body  canvas, sigma → denoised, the same shape; it is clamped to [-1, 1]
 * out   video   [B, F, H, W, C] in [-1, 1]
 * source EDM Alg. 1 and 2; HPDM §4.4: one sampler step on the canvas after averaging
 */
export const solve = stage({
  id: 'denoise.solve',
  summary: 'Sample a level from noise to video',
  in: { canvas: video('B', 'F', 'H', 'W', 'C') },
  with: { cascade: cascade('sampler, steps and noise levels'), level: int('level to sample', { min: 0 }) },
  body: {
    in: { canvas: video('B', 'F', 'H', 'W', 'C'), sigma: sigma() },
    out: { denoised: video('B', 'F', 'H', 'W', 'C') },
  },
  out: { video: video('B', 'F', 'H', 'W', 'C') },
  open: ({ cascade, level }, { body, seed, signal, progress }) => ({
    next: async (inputs) => {
      const sigmas = levelSigmas(cascade, level);
      let x: tf.Tensor5D = tf.mul(inputs.canvas, sigmas[0] ?? 1);
      for (let i = 0; i + 1 < sigmas.length; i++) {
        const previous = x;
        x = takeStep(cascade, level, x, i, sigmas, denoiserOf(body, inputs), seed);
        previous.dispose();
        progress(i + 1, sigmas.length - 1);
        await breathe();
        if (signal.aborted) {
          x.dispose();
          signal.throwIfAborted();
        }
      }
      return { video: x };
    },
  }),
});

function takeStep(
  cascade: Cascade,
  level: number,
  x: tf.Tensor5D,
  index: number,
  sigmas: readonly number[],
  denoise: (x: tf.Tensor5D, sigma: number) => tf.Tensor5D,
  seed: number,
): tf.Tensor5D {
  const { sampler = 'euler', churn = 0 } = cascade.levels[level] ?? {};
  const [from = 0, to = 0] = [sigmas[index], sigmas[index + 1]];
  return tf.tidy(() => {
    const raised = churned(from, sigmas.length - 1, { churn });
    const unit = (): tf.Tensor5D => unitNoise(x.shape, { seed, purpose: `churn ${index}`, level });
    const start = raised > from ? addChurn(x, from, raised, unit()) : x;
    return STEPS[sampler as keyof typeof STEPS](start, raised, to, denoise);
  });
}

/** The body as a denoiser of canvases, its estimate clamped to the range of videos. */
const denoiserOf =
  (body: Body, inputs: Readonly<Record<string, unknown>>) =>
  (x: tf.Tensor5D, sigma: number): tf.Tensor5D =>
    tf.tidy(() => {
      const { denoised } = body({ ...inputs, canvas: x, sigma: [[sigma]] });
      return tf.clipByValue(denoised as tf.Tensor5D, -1, 1);
    });

/** Let timers, signals and streams have a turn between network calls. */
const breathe = (): Promise<void> => new Promise((resume) => setImmediate(resume));
