import { allPieces, itemAt, levelOf, SAMPLERS, type Cascade, type Context } from '../dsl/index.js';
import { contextEncode } from '../operators/context/encode.js';
import { contextFuse } from '../operators/context/fuse.js';
import { addBase } from '../operators/diffusion/add-base.js';
import { denoised, preconditionInput } from '../operators/diffusion/preconditioning.js';
import { sampleCanvas } from '../operators/diffusion/sample-canvas.js';
import { thresholded } from '../operators/diffusion/thresholded.js';
import { unitNoise } from '../operators/diffusion/unit-noise.js';
import { sketchWeights } from '../operators/network/declare-parameters.js';
import { evaluateLevel } from '../operators/network/evaluate-level.js';
import { evaluatePyramid } from '../operators/network/evaluate-pyramid.js';
import { fusesAt } from '../operators/network/fuses-at.js';
import type { Network } from '../operators/network/network.js';
import { tokenCount } from '../operators/network/token-grid.js';
import { patchTiles } from '../operators/patch/tiles.js';
import { stitchAverage } from '../operators/stitch/average.js';
import { measure } from '../operators/tensor/sketch/measure.js';
import { tf } from '../operators/tensor/tf.js';
import { ancestorsOf } from '../operators/tiles/ancestors-of.js';
import { cutTiles } from '../operators/tiles/cut-tiles.js';
import type { ProjectedParts, SampledContext } from '../operators/tiles/level-context.js';
import { planTiles } from '../operators/tiles/plan-tiles.js';
import { CHUNK, throughNetwork, type Chunk } from '../operators/tiles/through-network.js';
import { contextTilingOf, tileCount, tileOrigins, tilingOf } from '../operators/tiles/tiling.js';
import { context as contextPort, projected as projectedPort } from '../operators/values/context.js';
import { computed } from './computed.js';
import { contextWith } from './denoising-steps.js';

/** σ of the canvas in the step that is measured, and after it. */
export const STEP = { from: 1, to: 0.5 } as const;

/** Seconds of a step of the sampler. */
export interface StepSeconds {
  readonly all: number;
  /** Of these in the network. */
  readonly network: number;
}

/** A level with all that its sampling reads: one video per level, of noise. The cost of a step does not depend on numbers. */
export class SampledLevel {
  readonly cascade: Cascade;
  /** How often all tiles go through the network while the level is sampled. */
  readonly calls: number;
  readonly level: number;
  readonly network: Network;
  readonly tiles: number;
  /** Patches that go through the network together. */
  readonly batch: number;
  readonly #videos: readonly tf.Tensor5D[];
  #projected: ProjectedParts = { first: 0, parts: [] };

  /** @param memory bytes that the run may take, by which the batch is chosen as when `hpdm` samples */
  constructor(network: Network, level: number, memory: number) {
    const { sampler, steps } = levelOf(network.cascade, level);
    this.calls = SAMPLERS[sampler].calls(steps);
    const cascade = byEuler(network.cascade);
    [this.cascade, this.level, this.network] = [cascade, level, { ...network, cascade }];
    this.tiles = tileCount(tilingOf(cascade, level));
    this.batch = planTiles({ cascade, level, videos: 1, halves: 1 }, CHUNK, memory).batch;
    this.#videos = cascade.levels.slice(0, level + 1).map(({ size }, k) => {
      return unitNoise([1, ...size, cascade.channels], { seed: 0, purpose: 'bench', level: k });
    });
  }

  /** Seconds of what is done once before the level's first step: the coarser levels are encoded, and their tokens projected. */
  async prepare(): Promise<number> {
    const started = performance.now();
    const { network, level, batch } = this;
    const settings = { batch, memory: undefined };
    let context: SampledContext | undefined;
    for (let k = 0; k < level; k++) {
      const stage = await contextEncode.open({ ...settings, level: k, seed: 0 }, CONTEXT);
      const video = itemAt(this.#videos, k);
      const next = await stage.next({ network, video, context, condition: undefined, slab: undefined }, 0);
      if (context !== undefined) contextPort().kind.release(context);
      context = next.context;
    }
    const fusing = await contextFuse.open({ ...settings, level }, CONTEXT);
    projectedPort().kind.release(this.#projected);
    this.#projected = (await fusing.next({ network, context, slab: undefined }, 0)).projected;
    if (context !== undefined) contextPort().kind.release(context);
    return (performance.now() - started) / 1000;
  }

  /** The canvas before the step that is measured; to be disposed of. */
  canvas = (): tf.Tensor5D => tf.mul<tf.Tensor5D>(itemAt(this.#videos, this.level), STEP.from);

  /** The context of the tiles, from `prepare`. */
  get context(): ProjectedParts['parts'][number] {
    return itemAt(this.#projected.parts, 0);
  }

  /** A step with the product's operators and what `prepare` made; `look` sees the canvas after it. */
  async step(look: (canvas: tf.Tensor5D) => Promise<void> = () => Promise.resolve()): Promise<StepSeconds> {
    const { network, level, batch, cascade } = this;
    const { sigmaData } = cascade.noise;
    let inNetwork = 0;
    const all = await this.#timed((noisy, sigma) => {
      const tiles = { network, level, noisy, sigma, context: this.context, condition: undefined, latents: undefined };
      const evaluate = (chunk: Chunk): tf.Tensor5D => {
        const started = performance.now();
        const { output } = evaluateLevel(network, chunk.input, chunk.context);
        inNetwork += performance.now() - started;
        return denoised(chunk.noisy, addBase(output, chunk.base, [sigma], sigmaData), chunk.sigmas, sigmaData);
      };
      const chunks = allPieces(throughNetwork(tiles, batch, evaluate));
      return chunks.length === 1 ? itemAt(chunks, 0) : tf.concat(chunks);
    }, look);
    return { all, network: inNetwork / 1000 };
  }

  /** Seconds of a step for which nothing was prepared: the coarser patches around each tile go through the network with it, as in training. */
  async recomputingStep(): Promise<number> {
    const { network, level, cascade } = this;
    const { sigmaData } = cascade.noise;
    const each = Math.max(1, Math.floor(this.batch / (level + 1)));
    return this.#timed((noisy, sigma) => {
      const around = this.#ancestors();
      const results: tf.Tensor5D[] = [];
      for (let start = 0; start < this.tiles; start += each) {
        const count = Math.min(each, this.tiles - start);
        results.push(
          tf.tidy(() => {
            const own = tf.slice(noisy, [start, 0, 0, 0, 0], [count, -1, -1, -1, -1]);
            const sigmas = Array.from({ length: count }, () => sigma);
            const patches = [...around.map(({ of }) => of(start, count)), own];
            const inputs = patches.map((patch, k) => {
              const own = k === level ? sigmas : sigmas.map(() => levelOf(cascade, k).contextNoise);
              return { level: k, ...preconditionInput(patch, own, sigmaData, levelOf(cascade, k).inputScale) };
            });
            const tiles = tileOrigins(cascade, level, tilingOf(cascade, level)).slice(start, start + count);
            const origins = [...around.map(({ origins }) => origins.slice(start, start + count)), tiles];
            const outputs = evaluatePyramid(network, inputs, origins).map(({ output }) => output);
            return denoised(own, itemAt(outputs, level), sigmas, sigmaData);
          }),
        );
      }
      return tf.concat(results);
    });
  }

  /** The coarser patches in which the tiles lie, per level, and where they are. */
  #ancestors() {
    const { cascade, level } = this;
    return ancestorsOf(cascade, level, tilingOf(cascade, level)).map((chosen, k) => {
      const outer = contextTilingOf(cascade, k);
      const cut = cutTiles(itemAt(this.#videos, k), outer, cascade.patch);
      const of = (start: number, count: number): tf.Tensor5D =>
        tf.gather(cut, tf.tensor1d(chosen.slice(start, start + count), 'int32'));
      return { of, origins: tileOrigins(cascade, k, outer, chosen) };
    });
  }

  /** Seconds of a step: tiles are cut, denoised and averaged, and the sampler moves the canvas. */
  async #timed(
    denoise: (tiles: tf.Tensor5D, sigma: number) => tf.Tensor5D,
    look: (canvas: tf.Tensor5D) => Promise<void> = () => Promise.resolve(),
  ): Promise<number> {
    const settings = { cascade: this.cascade, level: this.level };
    const { threshold } = levelOf(this.cascade, this.level);
    const canvas = this.canvas();
    const started = performance.now();
    const moved = await sampleCanvas(
      { ...settings, sigmas: [STEP.from, STEP.to], seed: 0, first: 0, frame: 0 },
      canvas,
      (x, sigma) =>
        Promise.resolve(
          tf.tidy(() => {
            const { patches } = patchTiles.run({ canvas: x, shift: undefined }, { ...settings, part: true });
            const stitched = stitchAverage.run(
              { patches: denoise(patches, sigma), cut: x, shift: undefined },
              settings,
            ).canvas;
            return thresholded(stitched, threshold);
          }),
        ),
      () => undefined,
    );
    await computed(moved);
    const seconds = (performance.now() - started) / 1000;
    await look(moved);
    moved.dispose();
    return seconds;
  }

  /** Floating-point operations of the network in a step, in matrix products. */
  get flops(): number {
    const { cascade, level } = this;
    const { flops } = measure(() => {
      const rows = tokenCount(cascade);
      const context = Array.from({ length: cascade.network.blocks }, (_, block) =>
        fusesAt(cascade, block, level) ? tf.zeros<tf.Rank.R2>([rows, cascade.network.width]) : undefined,
      );
      const patches = tf.zeros<tf.Rank.R5>([1, ...cascade.patch, cascade.channels]);
      const sketched = { cascade, weights: sketchWeights(cascade) };
      return evaluateLevel(sketched, { level, patches, noise: tf.zeros([1]) }, context).output;
    });
    return flops * this.tiles;
  }

  dispose(): void {
    tf.dispose([...this.#videos]);
    projectedPort().kind.release(this.#projected);
  }
}

/** With one estimate per step. */
const byEuler = (cascade: Cascade): Cascade => ({
  ...cascade,
  levels: cascade.levels.map((level) => ({ ...level, sampler: 'euler', churn: 0 })),
});

const nothing = (): never => {
  throw new Error('nothing is run here');
};
const CONTEXT: Context = contextWith(
  nothing,
  () => undefined,
  () => undefined,
);
