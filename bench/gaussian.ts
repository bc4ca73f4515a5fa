import { axisStarts, itemAt, SAMPLERS, STITCH_WINDOWS, type Sampler, type StitchWindow } from '../dsl/index.js';
import { SAMPLER_STEPS, type Denoiser, type Position } from '../operators/diffusion/sampler-steps.js';
import { scheduleSigmas } from '../operators/diffusion/level-sigmas.js';
import { selectBackend } from '../operators/tensor/select-backend.js';
import { tf } from '../operators/tensor/tf.js';
import { stitchMatrix } from '../operators/tiles/stitch-matrix.js';
import type { Bench } from './bench.js';

/** EDM's noise levels but for σ_max, and its standard deviation of the data. */
const NOISE = { sigmaData: 0.5, mean: -1.2, std: 1.2, min: 0.002, max: 80, rho: 7 };
const [LENGTH, TILE, REACH] = [64, 16, 8];

/** What do samplers, noise levels and windows lose on a Gaussian field, whose best denoiser is known? */
const gaussian: Bench = {
  name: 'gaussian',
  summary: 'an exact Gaussian field: what is left of detail in few steps, and the seams of tiles',
  smoke: [],
  run: async () => {
    await selectBackend('cpu');
    console.log('standard deviation of a component after sampling, as a share of the true one');
    for (const [sampler, steps, max] of settings()) {
      const shares = await Promise.all([0.05, 0.1, 0.5].map((std) => shareOf(std, sampler, steps, max)));
      const told = shares.map((share) => share.toFixed(2)).join('  ');
      console.log(`${sampler.padEnd(10)} ${steps} steps from σ ${max}:  true 0.05, 0.1, 0.5: ${told}`);
    }
    console.log(`\nenergy of differences between neighbours, of that of the field: at borders of tiles, elsewhere`);
    for (const overlap of [0, 0.25, 0.4375, 0.5]) {
      for (const window of Object.keys(STITCH_WINDOWS) as StitchWindow[]) {
        const { border, elsewhere } = await seamsOf(overlap, window);
        const told = `${border.toFixed(2)}, ${elsewhere.toFixed(2)}`;
        console.log(`overlap ${overlap.toFixed(4)}, ${window.padEnd(7)}  ${told}`);
        if (overlap === 0) break;
      }
    }
  },
};
export default gaussian;

const settings = (): [Sampler, number, number][] =>
  [8, 16].flatMap((steps) =>
    [80, 10].flatMap((max) =>
      (Object.keys(SAMPLERS) as Sampler[])
        .filter((sampler) => sampler !== 'ancestral')
        .map((sampler): [Sampler, number, number] => [sampler, steps, max]),
    ),
  );

/** Sample with a denoiser that is linear: what becomes of x, which is 1 or a basis at the first σ. */
async function sample<T extends tf.Tensor>(
  x: T,
  sampler: Sampler,
  sigmas: readonly number[],
  denoise: Denoiser<T>,
): Promise<T> {
  let state: Pick<Position<T>, 'x' | 'previous'> = { x };
  for (const [i, to] of sigmas.slice(1).entries()) {
    const from = itemAt(sigmas, i);
    const unit = (): T => tf.zerosLike(x);
    const moved = await SAMPLER_STEPS[sampler]({ ...state, from, to, eta: 0, unit }, denoise);
    state = { x: moved.x, previous: { denoised: moved.denoised, sigma: from } };
  }
  return state.x;
}

async function shareOf(std: number, sampler: Sampler, steps: number, max: number): Promise<number> {
  const sigmas = scheduleSigmas('karras', steps, { ...NOISE, max });
  const denoise = <T extends tf.Tensor>(x: T, sigma: number): Promise<T> =>
    Promise.resolve(tf.mul<T>(x, std ** 2 / (std ** 2 + sigma ** 2)));
  const [gain = NaN] = await (await sample(tf.tensor1d([1]), sampler, sigmas, denoise)).data();
  return (gain * max) / std;
}

/** A field whose values are correlated over some pixels. */
const covariance = (a: number, b: number): number => NOISE.sigmaData ** 2 * Math.exp(-Math.abs(a - b) / REACH);

async function seamsOf(overlap: number, window: StitchWindow): Promise<{ border: number; elsewhere: number }> {
  const starts = axisStarts(LENGTH, TILE, overlap);
  const sigmas = scheduleSigmas('karras', 16, { ...NOISE, max: 10 });
  const stitch = tf.reshape<tf.Rank.R2>(stitchMatrix(starts, TILE, LENGTH, window), [LENGTH, starts.length * TILE]);
  const denoise = (async (x: tf.Tensor2D, sigma: number) => {
    const best = bestDenoiser(sigma);
    const tiles = starts.map((start) => tf.matMul(best, tf.slice(x, [start, 0], [TILE, LENGTH])));
    return Promise.resolve(tf.matMul(stitch, tf.concat(tiles)));
  }) as unknown as Denoiser<tf.Tensor2D>;
  const map = tf.mul(await sample(tf.eye(LENGTH), 'dpmpp-2m', sigmas, denoise), itemAt(sigmas, 0));
  const steps = tf.sub(tf.slice(map, [1, 0]), tf.slice(map, [0, 0], [LENGTH - 1, LENGTH]));
  const energies = [...(await tf.sum(tf.square(steps), 1).data())];
  const borders = new Set(starts.flatMap((start) => [start - 1, start + TILE - 1]));
  const truth = 2 * (covariance(0, 0) - covariance(0, 1));
  const mean = (isBorder: boolean): number => {
    const those = energies.filter((_, i) => borders.has(i) === isBorder);
    return those.reduce((a, b) => a + b, 0) / those.length / truth;
  };
  return { border: mean(true), elsewhere: mean(false) };
}

/** Σ (Σ + σ²)⁻¹, which makes the best estimate of a tile from the tile alone. */
function bestDenoiser(sigma: number): tf.Tensor2D {
  const places = Array.from({ length: TILE }, (_, i) => i);
  const own = places.map((a) => places.map((b) => covariance(a, b)));
  const noisy = own.map((row, a) => row.map((value, b) => value + (a === b ? sigma ** 2 : 0)));
  return tf.transpose(tf.tensor2d(solved(noisy, own)));
}

/** X of A X = B, by elimination; A is positive definite. */
function solved(a: readonly (readonly number[])[], b: readonly (readonly number[])[]): number[][] {
  const rows = a.map((row, i) => [...row, ...(b[i] ?? [])]);
  rows.forEach((row, i) => {
    const pivot = itemAt(row, i);
    row.forEach((value, j) => (row[j] = value / pivot));
    rows.forEach((other, k) => {
      const factor = k === i ? 0 : itemAt(other, i);
      if (factor !== 0) row.forEach((value, j) => (other[j] = itemAt(other, j) - factor * value));
    });
  });
  return rows.map((row) => row.slice(a.length));
}
