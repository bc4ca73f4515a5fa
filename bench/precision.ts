import type { Cascade } from '../dsl/index.js';
import { sketchWeights } from '../operators/network/declare-parameters.js';
import { evaluateLevel, type ProjectedBlocks } from '../operators/network/evaluate-level.js';
import { fusesAt } from '../operators/network/fuses-at.js';
import type { Network } from '../operators/network/network.js';
import { PRECISIONS, type Precision } from '../operators/tensor/precision.js';
import { tokenCount } from '../operators/network/token-grid.js';
import { selectBackend } from '../operators/tensor/select-backend.js';
import { measure } from '../operators/tensor/sketch/measure.js';
import { tf } from '../operators/tensor/tf.js';
import { readCascade } from '../pipelines/api/read-cascade.js';
import type { Bench } from './bench.js';
import { cascadeFile } from './cascade-file.js';
import { matmulRate, median } from './matmul-rate.js';
import { disposeNetwork, untrainedNetwork } from './untrained.js';

/** Calls of the network for tiles of one level, in both precisions in turn. */
export interface InPrecisions {
  readonly level: number;
  /** Operations of the products of a call. */
  readonly flops: number;
  /** Seconds of a call, the median of those that were measured, and the quickest. */
  readonly seconds: Readonly<Record<Precision, { readonly median: number; readonly least: number }>>;
  /** Median of float32's time by that of bf16 beside it. */
  readonly gain: number;
}

/** Is bfloat16 faster on this processor, for the tiles of a cascade? Arguments: cascade (ucf101-s), tiles (1), rounds (5). */
const precision: Bench = {
  name: 'precision',
  summary: 'calls of the network in float32 and in bf16, level by level; args: CASCADE TILES ROUNDS',
  smoke: ['mnist', '1', '1'],
  run: async ([name = 'ucf101-s', tiles = '1', rounds = '5']) => {
    await selectBackend('tensorflow');
    const rate = matmulRate(3);
    console.log(`${name}, ${tiles} tiles per call, random weights; 1024³ matmul ${rate.toFixed(0)} GFLOP/s`);
    console.log('level  GFLOP   float32      bf16         gain   GFLOP/s in bf16');
    for (const { level, flops, seconds, gain } of inPrecisions(
      readCascade(cascadeFile(name)),
      () => Number(tiles),
      Number(rounds),
    )) {
      const times = PRECISIONS.map((one) => `${seconds[one].median.toFixed(3)} s`.padEnd(12)).join(' ');
      const speed = (flops / seconds.bf16.median / 1e9).toFixed(0);
      console.log(
        `${String(level).padEnd(6)} ${(flops / 1e9).toFixed(1).padEnd(7)} ${times} ${gain.toFixed(2)}×  ${speed}`,
      );
    }
  },
};

export default precision;

/**
 * Measure calls for some tiles of every level, `rounds` times in each precision, one after the other, after one call of each to warm up.
 *
 * fails E_PRECISION, with what is missing, where nothing computes in bfloat16
 */
export function* inPrecisions(
  cascade: Cascade,
  tilesOf: (level: number) => number,
  rounds: number,
): Generator<InPrecisions> {
  const networks = Object.fromEntries(PRECISIONS.map((one) => [one, untrainedNetwork(cascade, one)])) as Record<
    Precision,
    Network
  >;
  for (const level of cascade.levels.keys()) {
    const sizes = [tilesOf(level), ...cascade.patch, cascade.channels] as const;
    const patches = tf.randomNormal<tf.Rank.R5>([...sizes]);
    const times: Record<Precision, number[]> = { float32: [], bf16: [] };
    for (let round = -1; round < rounds; round++) {
      for (const one of PRECISIONS) {
        const started = performance.now();
        call(networks[one], level, patches);
        if (round >= 0) times[one].push((performance.now() - started) / 1000);
      }
    }
    const sketch = measure(() => sketchWeights(cascade)).value;
    const { flops } = measure(() => call({ cascade, weights: sketch }, level, tf.zeros([...sizes])), sketch);
    patches.dispose();
    const of = (one: Precision) => ({ median: median(times[one]), least: Math.min(...times[one]) });
    const gains = times.float32.map((time, i) => time / (times.bf16[i] ?? NaN));
    yield { level, flops, seconds: { float32: of('float32'), bf16: of('bf16') }, gain: median(gains) };
  }
  for (const network of Object.values(networks)) disposeNetwork(network);
}

/** One call for some tiles, with zeros for the projected context. */
function call(network: Network, level: number, patches: tf.Tensor5D): void {
  const { cascade } = network;
  const [tiles] = patches.shape;
  tf.tidy(() => {
    const rows = [tiles * tokenCount(cascade), cascade.network.width] as const;
    const context: ProjectedBlocks = Array.from({ length: cascade.network.blocks }, (_, block) =>
      fusesAt(cascade, block, level) ? tf.zeros<tf.Rank.R2>([...rows]) : undefined,
    );
    evaluateLevel(network, { level, patches, noise: tf.zeros([tiles]) }, context);
  });
}
