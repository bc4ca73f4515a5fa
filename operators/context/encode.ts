import { int, itemAt, optional, stage } from '../../dsl/index.js';
import { checkCondition } from '../network/condition.js';
import { pieceByPiece, type Interruptions } from '../tensor/piece-by-piece.js';
import { measure } from '../tensor/sketch/measure.js';
import { tf } from '../tensor/tf.js';
import { encodeAtOnce, encodePart } from '../tiles/encode-part.js';
import { partToEncode, type Encoding, type FinishedLevel } from '../tiles/part-to-encode.js';
import { LevelFrames } from '../tiles/level-frames.js';
import type { LevelContext, SampledContext } from '../tiles/level-context.js';
import { framesOf, mostAtOnce, mostKept, paceAt, readNext } from '../tiles/pace.js';
import { groupCount } from '../tiles/slab.js';
import { shareContext, shareWhole } from '../tiles/share-context.js';
import { CHUNK } from '../tiles/through-network.js';
import { contextTilingOf } from '../tiles/tiling.js';
import { checkLevelSize } from '../values/check-level-size.js';
import { refuseWithoutContext } from '../values/refuse-level.js';
import { condition as conditionPort } from '../values/condition.js';
import { memoryLimit } from '../values/memory-limit.js';
import { noiseSeed, seedOf } from '../values/noise-seed.js';
import { network } from '../values/network.js';
import { slab } from '../values/slab.js';
import { video } from '../values/video.js';
import { context as contextPort } from '../values/context.js';

/**
 * Make the context that finer levels read from a finished level: add noise to its video once, cut it into tiles, and keep the
 * tokens that enter each block; where the cascade says pixels or residual, also the tiles themselves and the estimates of them.
 *
 * With guidance of a finer level, the tokens with the condition and those without are kept; each half of that level reads its own.
 *
 * in   video    [B, n, H, W, C], the level's finished video; the network; context of coarser levels
 *      condition of the B videos; null if left out
 *      slab     of a video that comes in parts; the context is then of what finer levels read for the slab
 * out  context  of the coarser levels and of this one
 * fails E_CONDITION when the condition is not what the cascade takes
 * source HPDM §4.4 (cached inference), §4.1
 */
export const contextEncode = stage({
  id: 'context.encode',
  summary: 'Make the context that finer levels read from a finished level',
  in: {
    video: video('B', 'n', 'H', 'W', 'C'),
    network: network(),
    context: optional(contextPort()),
    condition: optional(conditionPort()),
    slab: optional(slab()),
  },
  with: {
    level: int('level of the video', { min: 0 }),
    seed: noiseSeed(),
    batch: int('patches per call of the network', { default: CHUNK, min: 1, unit: 'patches' }),
    memory: memoryLimit(),
  },
  out: { context: contextPort('N') },
  dimensions: ({ level }) => ({ K: level, N: level + 1 }),
  check: refuseWithoutContext,
  sketch: (settings, _, inputs) => ({ context: sketchContext(inputs, settings) }),
  cost: (settings, _, { inputs }) => {
    const { value, flops, patches, bytes } = measure(() => sketchContext(inputs, settings), inputs);
    const made = value.filter(({ level, along }) => level === settings.level && along !== undefined).length;
    const all = made === 0 ? 1 : contextTilingOf(inputs.network.cascade, settings.level)[0].length / made;
    const times = all * groupCount(inputs.slab);
    return { flops: flops * times, evaluations: Math.round(patches * times), bytes };
  },
  keeps: ({ level }, _, { inputs: { network, video, slab }, outputs: { context } }) => {
    if (slab === undefined) return [];
    const { read, finished } = mostKept(network.cascade, level, slab.level);
    const waiting = tf.zeros([video.shape[0], finished, ...video.shape.slice(2)]);
    return [context.filter((one) => one.level === level).slice(0, read), waiting];
  },
  open: ({ level, ...rest }, run) => {
    const settings = { ...rest, level, seed: seedOf(rest.seed, run) };
    const frames = new LevelFrames();
    let held: LevelContext[] = []; // what later slabs read, too
    const close = (): void => {
      contextPort().kind.release(held);
      held = [];
      frames.dropTo(Infinity);
    };
    return {
      next: async (inputs, number) => {
        const { video, network, context = [], condition, slab } = inputs;
        const { cascade } = network;
        const finished = () => context.map(shareContext);
        if (!cascade.levels.some((_, finer) => finer > level)) return { context: finished() };
        checkCondition(cascade, condition, video.shape[0]);
        if (slab === undefined) {
          checkLevelSize(video.shape, cascade, level);
          const part = partToEncode(inputs, settings, 0, number * video.shape[0]);
          const own = await pieceByPiece(encodePart(part), run);
          return { context: [...finished(), own] };
        }
        const { finished: made, encoded } = paceAt(cascade, level, slab);
        frames.add(video, framesOf(cascade, level, made)[0]);
        for (let tile = encoded[0]; tile < encoded[1]; tile++) {
          held.push(await encodeTile(inputs, settings, frames, tile, run));
        }
        frames.dropTo(contextTilingOf(cascade, level)[0][encoded[1]] ?? Infinity);
        const isOver = ({ along: [tile] = [0, 0] }: LevelContext): boolean => tile < readNext(cascade, level, slab);
        const own = held.map((one) => (isOver(one) ? one : shareWhole(one)));
        held = held.filter((one) => !isOver(one));
        return { context: [...finished(), ...own] };
      },
      done: close,
      abort: close,
    };
  },
});

/** The context of a tile along time. */
async function encodeTile(
  inputs: FinishedLevel,
  settings: Encoding,
  frames: LevelFrames,
  tile: number,
  run: Interruptions,
): Promise<LevelContext> {
  const { cascade } = inputs.network;
  const start = itemAt(contextTilingOf(cascade, settings.level)[0], tile);
  const video = frames.slice(start, start + cascade.patch[0]);
  try {
    const part = { ...partToEncode({ ...inputs, video }, settings, start), along: [tile, tile + 1] as const };
    return await pieceByPiece(encodePart(part), run);
  } finally {
    video.dispose();
  }
}

/** The context after an item of sketches, the one with the most parts along time. */
function sketchContext(inputs: FinishedLevel, settings: Encoding): SampledContext {
  const { cascade } = inputs.network;
  const { video, context = [], slab } = inputs;
  const finished = context.map(shareContext);
  if (!cascade.levels.some((_, finer) => finer > settings.level)) return finished;
  if (slab === undefined) return [...finished, encodeAtOnce(partToEncode(inputs, settings, 0))];
  const count = mostAtOnce(cascade, settings.level, slab.level).read;
  const [B, , H, W, C] = video.shape;
  const parts = contextTilingOf(cascade, settings.level)[0]
    .slice(0, count)
    .map((start, tile) => {
      const part = { ...inputs, video: tf.zeros<tf.Rank.R5>([B, cascade.patch[0], H, W, C]) };
      return encodeAtOnce({ ...partToEncode(part, settings, start), along: [tile, tile + 1] });
    });
  return [...finished, ...parts];
}
