import { tf } from '../tensor/tf.js';
import { counted, int, levelOf, number, optional, path, stage } from '../../dsl/index.js';
import { costOfSampling } from '../diffusion/cost-of-sampling.js';
import { canvas } from '../values/canvas.js';
import { inferredCascade } from '../values/inferred-cascade.js';
import { framesOf, mostAtOnce, paceAt, slabStarts } from '../tiles/pace.js';
import { groupCount } from '../tiles/slab.js';
import { largestShift, largestTiling, meanShare } from '../tiles/tile-grid.js';
import { tileCount } from '../tiles/tiling.js';
import { condition } from '../values/condition.js';
import { latents } from '../values/latents.js';
import { part } from '../values/part.js';
import { shift } from '../values/shift.js';
import { sigma } from '../values/sigma.js';
import { slab } from '../values/slab.js';
import { video } from '../values/video.js';
import { noiseSeed, seedOf } from '../values/noise-seed.js';
import { refuseOwnLevel } from '../values/refuse-level.js';
import { previewer } from '../pixels/previewer.js';
import { levelSigmas } from '../diffusion/level-sigmas.js';
import { canvasSizes } from '../values/sizes.js';
import { keptBetweenSlabs } from './kept-between-slabs.js';
import { refuseWithoutStart } from './refuse-without-start.js';
import { sampleWhole, type LevelSettings } from './sample-whole.js';
import { partsIn } from './parts-in.js';
import { SlabSampling } from './slab-sampling.js';

/**
 * Sample a level from unit noise down to σ = 0. The body denoises the canvas and is called once or twice per step.
 *
 * With slabs, the level is sampled in parts along time: for each slab come the frames whose noise is new, and go the frames that are
 * finished, perhaps none. The body then gets the frames under one tile at a time, and their number as `part`.
 *
 * in    canvas  unit noise, [B, n, H, W, C]; condition of the B videos; further inputs are passed to the body by name
 *       start   a video under the noise, which is then of the σ that `strength` says; the same frames
 *       coarser the finished video of the previous level, for `start: coarser` in the cascade
 *       slab    of a video that is sampled in parts
 * body  canvas, sigma, condition, part, shift in this step, latents of the previous call → latents; denoised, the same shape, brought into [-1, 1]
 * out   video   [B, m, H, W, C] in [-1, 1]
 * fails E_DISK_FULL, E_OUTPUT_WRITE when finished slabs cannot be written to `keep`
 * source EDM Alg. 1 and 2; HPDM §4.4: one sampler step on the canvas after averaging
 */
export const denoiseSolve = stage({
  id: 'denoise.solve',
  summary: 'Sample a level from noise to video',
  in: {
    canvas: canvas('n'),
    condition: optional(condition()),
    start: optional(video('B', 'n', 'H', 'W', 'C')),
    coarser: optional(video('B', 'E', 'I', 'J', 'C')),
    slab: optional(slab()),
  },
  with: {
    cascade: inferredCascade('sampler, steps and noise levels'),
    level: int('level to sample', { min: 0 }),
    strength: number('how far up the noise levels a level with a start begins; 0: the start is kept as it is', {
      default: 1,
      min: 0,
      max: 1,
    }),
    seed: noiseSeed(),
    keep: path('folder for what is finished, with which a run that was stopped goes on; empty: none', { default: '' }),
  },
  body: {
    in: {
      canvas: canvas('k'),
      sigma: sigma(1, 1),
      condition: optional(condition()),
      latents: optional(latents()),
      part: optional(part()),
      shift: optional(shift()),
    },
    out: { denoised: canvas('k'), latents: optional(latents()) },
  },
  out: { video: video('B', 'm', 'H', 'W', 'C') },
  dimensions: ({ cascade, level }, _, given) => {
    const sizes = canvasSizes(cascade, level);
    const { F } = sizes;
    if (F === undefined) return sizes;
    return given.includes('slab') ? { ...sizes, k: cascade.patch[0] } : { ...sizes, n: F, m: F, k: F };
  },
  check: (settings, _, given) => [...refuseOwnLevel(settings), ...refuseWithoutStart(settings, given)],
  steps: ({ cascade, level }) => levelOf(cascade, level).steps,
  sketch: ({ cascade, level }, _, { canvas, slab }) => {
    const [batch, frames, ...frame] = canvas.shape;
    const made = slab && framesOf(cascade, level, paceAt(cascade, level, slab).finished);
    const [from, to] = made ?? [0, frames];
    return { video: tf.zeros([batch, to - from, ...frame]) };
  },
  cost: ({ cascade, level, strength }, _, { inputs, body }) => {
    const sigmas = levelSigmas(cascade, level, strengthOf(inputs.start, strength));
    const { frames: together, active } = mostAtOnce(cascade, level, inputs.slab?.level);
    const count = slabStarts(cascade, level).length;
    const parts = { count, frames: cascade.patch[0], together, active };
    const most = { inputs: { shift: largestShift(cascade, level) }, share: meanShare(cascade, level) };
    const sampled = { cascade, level, sigmas, most, ...(inputs.slab && { parts }) };
    const { choice, evaluations, flops, bytes } = costOfSampling(sampled, body, inputs);
    const groups = groupCount(inputs.slab);
    const costs = { evaluations: groups * evaluations, flops: groups * flops, bytes };
    const slabs = inputs.slab === undefined || count === 1 ? [] : [`${active} of ${count} slabs at a time`];
    const choices = [choice, ...slabs].filter((one) => one !== undefined).join(', ');
    const told = choices === '' ? {} : { choice: choices };
    return { tiles: tileCount(largestTiling(cascade, level)), ...costs, ...told };
  },
  keeps: ({ cascade, level }, _, { inputs }) => keptBetweenSlabs(cascade, level, inputs),
  open: ({ cascade, level, strength, keep, ...settings }, { body, signal, progress, preview, share, ...run }) => {
    const seed = seedOf(settings.seed, run);
    const show = previewer(preview);
    const kept = partsIn(keep, level, share);
    let slabs: SlabSampling | undefined;
    let steps = 0;
    let groups = 0;
    const settingsFor = (sigmas: readonly number[], parts: number): LevelSettings => {
      const stepped = async (estimate: tf.Tensor5D | undefined, isLast: boolean): Promise<void> => {
        progress(++steps, parts * (sigmas.length - 1));
        if (estimate) await show(estimate, isLast);
      };
      const passed = (done: number, of: number): void => {
        progress(steps, parts * (sigmas.length - 1), `${done} of ${counted(of, 'tile')}`);
      };
      return { cascade, level, sigmas, seed, body, signal, kept, stepped, passed };
    };
    const close = async (reason: unknown): Promise<void> => {
      await slabs?.close(reason);
      slabs = undefined;
    };
    return {
      next: async (inputs, number) => {
        const sigmas = levelSigmas(cascade, level, strengthOf(inputs.start, strength));
        const { slab } = inputs;
        if (slab === undefined) {
          steps = 0;
          return { video: await sampleWhole(settingsFor(sigmas, 1), inputs, number) };
        }
        if (slab.number === 0) await close(undefined); // the slabs of the group before are finished
        groups ||= groupCount(slab);
        slabs ??= new SlabSampling(settingsFor(sigmas, groups * slabStarts(cascade, level).length), slab.videos);
        return { video: await slabs.next(slab, inputs) };
      },
      done: () => close(undefined),
      abort: close,
    };
  },
});

/** A level that starts from noise alone is sampled whole. */
const strengthOf = (start: unknown, strength: number): number => (start === undefined ? 1 : strength);
