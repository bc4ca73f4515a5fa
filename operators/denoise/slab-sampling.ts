import { cancelled, itemAt, levelOf } from '../../dsl/index.js';
import { bodyDenoiser } from '../diffusion/body-denoiser.js';
import { sampleCanvas, type CanvasDenoiser } from '../diffusion/sample-canvas.js';
import { framesUnder, startCanvas } from '../diffusion/start-canvas.js';
import { thresholded } from '../diffusion/thresholded.js';
import type { LevelInputs, LevelSettings } from './sample-whole.js';
import { tf } from '../tensor/tf.js';
import { drawShift } from '../tiles/draw-shift.js';
import { JointDenoiser } from '../tiles/joint-denoiser.js';
import { LevelFrames } from '../tiles/level-frames.js';
import { framesOf, paceAt, slabStarts, type Range } from '../tiles/pace.js';
import type { Slab, VideoGroup } from '../tiles/slab.js';

/** Samples the slabs of a level, of one group of videos, each on its own as far as their tiles do not overlap along time. */
export class SlabSampling {
  readonly #settings: LevelSettings;
  readonly #videos: VideoGroup;
  readonly #joint: JointDenoiser;
  /** The denoiser of each tile, which holds its latents. */
  readonly #tiles = new Map<number, ReturnType<typeof bodyDenoiser>>();
  /** The slabs that are being sampled, or are finished and not handed on. */
  readonly #slabs = new Map<number, Promise<tf.Tensor5D>>();
  /** The finished slabs of an earlier run. */
  readonly #earlier: ReadonlySet<number>;
  readonly #coarser = new LevelFrames();
  #inputs: Readonly<Record<string, unknown>> = {};

  constructor(settings: LevelSettings, videos: VideoGroup) {
    const { cascade, level } = (this.#settings = settings);
    this.#videos = videos;
    const { size, window } = levelOf(cascade, level);
    const along = { starts: slabStarts(cascade, level), tile: cascade.patch[0], length: size[0], window };
    this.#earlier = settings.kept.slabs(along.starts, along.tile, videos);
    this.#joint = new JointDenoiser(along, (tile, ...estimate) => this.#denoise(tile, ...estimate));
  }

  /** The frames that become finished with a slab of the last level, [B, n, H, W, C], perhaps none. */
  async next(slab: Slab, inputs: LevelInputs): Promise<tf.Tensor5D> {
    const { cascade, level } = this.#settings;
    const { begun, finished } = paceAt(cascade, level, slab);
    this.#inputs = inputs;
    if (inputs.coarser !== undefined && levelOf(cascade, level).start === 'coarser') {
      this.#coarser.add(inputs.coarser, framesOf(cascade, level - 1, paceAt(cascade, level - 1, slab).finished)[0]);
    }
    for (let number = begun[0]; number < begun[1]; number++) this.#begin(number, begun, inputs);
    const done: tf.Tensor5D[] = [];
    try {
      for (let number = finished[0]; number < finished[1]; number++) done.push(await this.#finish(number));
      this.#forget(finished[1], begun[1]);
      const [batch, , ...frame] = inputs.canvas.shape;
      return done.length === 0 ? tf.zeros([batch, 0, ...frame]) : tf.concat(done, 1);
    } finally {
      tf.dispose(done);
    }
  }

  /** Stop what is being sampled, and free everything. */
  async close(reason: unknown): Promise<void> {
    this.#joint.fail(reason instanceof Error ? reason : cancelled());
    const ends = await Promise.allSettled(this.#slabs.values());
    for (const end of ends) if (end.status === 'fulfilled') end.value.dispose();
    for (const { forget } of this.#tiles.values()) forget();
    this.#slabs.clear();
    this.#tiles.clear();
    this.#coarser.dropTo(Infinity);
  }

  /** Begin to sample a slab; `begun` are the slabs whose noise is in the canvas, and what they start from in `start`. */
  #begin(number: number, begun: Range, { canvas, start }: LevelInputs): void {
    if (this.#earlier.has(number)) return;
    const { cascade, level, sigmas, seed, stepped } = this.#settings;
    const [from, to] = framesOf(cascade, level, [number, number + 1]);
    const [offset] = framesOf(cascade, level, begun);
    const x = tf.tidy(() => {
      const own = (video: tf.Tensor5D) => tf.slice(video, [0, from - offset, 0, 0, 0], [-1, to - from, -1, -1, -1]);
      return startCanvas(cascade, level, itemAt(sigmas, 0), {
        canvas: own(canvas),
        frame: from,
        start: start && own(start),
        coarser: this.#under(from, to),
      });
    });
    const { threshold } = levelOf(cascade, level);
    const sampled = { cascade, level, sigmas, seed, first: this.#videos.first, frame: from };
    const slab = this.#joint.sample(number, (joint) => {
      const denoise: CanvasDenoiser = async (x, sigma, step) => {
        const mean = await joint(x, sigma, step);
        const estimate = thresholded(mean, threshold);
        mean.dispose();
        return estimate;
      };
      return sampleCanvas(sampled, x, denoise, (step, estimate) => stepped(estimate, step + 1 === sigmas.length));
    });
    slab.catch(() => undefined); // whoever waits for it is told
    this.#slabs.set(number, slab);
  }

  /** The frames of the previous level that frames start from, if they start from it. */
  #under(from: number, to: number): tf.Tensor5D | undefined {
    const { cascade, level } = this.#settings;
    if (levelOf(cascade, level).start !== 'coarser' || this.#inputs['start'] !== undefined) return undefined;
    return this.#coarser.slice(...framesUnder(cascade, level, from, to));
  }

  async #finish(number: number): Promise<tf.Tensor5D> {
    const { kept } = this.#settings;
    if (this.#earlier.has(number)) return kept.read(`slab ${number}`, this.#videos);
    const slab = await this.#joint.until(this.#slabs.get(number) as Promise<tf.Tensor5D>);
    this.#slabs.delete(number);
    await kept.keep(`slab ${number}`, this.#videos.first, slab);
    return slab;
  }

  async #denoise(tile: number, ...[canvas, sigma, step]: Parameters<CanvasDenoiser>): Promise<tf.Tensor5D> {
    const { cascade, level, seed, body, signal, passed } = this.#settings;
    const inStep = (step: number) => ({
      ...this.#inputs,
      part: tile,
      shift: drawShift(cascade, level, seed, step),
    });
    const known = this.#tiles.get(tile) ?? bodyDenoiser(body, inStep, { signal, passed });
    this.#tiles.set(tile, known);
    return known.denoise(canvas, sigma, step);
  }

  /** Forget the latents of finished tiles, and the frames of the previous level that no slab starts from any more. */
  #forget(finished: number, begun: number): void {
    const { cascade, level } = this.#settings;
    for (const [tile, { forget }] of this.#tiles) {
      if (tile >= finished) continue;
      forget();
      this.#tiles.delete(tile);
    }
    const [next] = framesOf(cascade, level, [begun, begun]);
    if (level > 0) this.#coarser.dropTo(framesUnder(cascade, level, next, next + 1)[0]);
  }
}
