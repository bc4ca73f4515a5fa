import { itemAt, levelOf, stage, triple, type Cascade, type Size } from '../../dsl/index.js';
import { ClipLoader, type Drawn } from '../clips/clip-loader.js';
import { checkCache, clipParameters, lastLevelShape, refuseClips } from '../clips/clip-settings.js';
import { cutBytes } from '../clips/cut-bytes.js';
import { factsOf } from '../clips/facts-of.js';
import { refuseLabels } from '../clips/refuse-labels.js';
import { nullClasses } from '../network/condition.js';
import type { Origin } from '../network/origin.js';
import { tf } from '../tensor/tf.js';
import { originDraw, originsOfItems } from '../tiles/nested-origins.js';
import { batch } from '../values/batch.js';
import { condition } from '../values/condition.js';
import { inferredCascade } from '../values/inferred-cascade.js';
import { origins } from '../values/origins.js';
import { pyramid } from '../values/pyramid.js';
import { knownSize, pyramidSizes } from '../values/sizes.js';
import { rates } from '../values/rates.js';
import { texts } from '../values/texts.js';

/**
 * Decode the clips of a batch and cut one patch per level out of each, as `patch.pyramid` does of whole videos. Only the bytes under the
 * patches are read, and only patches become floats.
 *
 * in   batch      B draws
 * out  patches    L × [B, f, h, w, C] in [-1, 1]; patch ℓ lies inside patch ℓ−1
 *      origins    first frame, row and column of every patch, in pixels of the last level
 *      texts      a caption of each clip, or null
 *      condition  classes: the class of each clip, or null
 *      rates      frames per second of the last level, or null for stills
 * Clips that cannot be read are left out, counted, and listed at the end.
 * fails E_FOLDER, E_CHANNELS, E_COLOUR, E_SETTING_TYPE before the first item; E_CLIPS, E_DATA_CASCADE, E_DISK_FULL
 * source HPDM §3.1, §4.5
 */
export const dataPatches = stage({
  id: 'data.patches',
  summary: 'Decode clips and cut one nested patch per level out of each',
  in: { batch: batch() },
  with: {
    cascade: inferredCascade('levels and patch size'),
    origins: originDraw,
    scale: triple('size to which clips are decoded in times that of the last level', { default: [1, 1, 1] }),
    ...clipParameters,
  },
  out: { patches: pyramid(), origins: origins(), texts: texts(), condition: condition(), rates: rates() },
  dimensions: ({ cascade }) => pyramidSizes(cascade),
  checkFiles: checkCache,
  check: (settings) => refuseClips(settings, settings.cascade.channels),
  sketch: (_, { B }) => (B === undefined ? {} : { condition: nullClasses(B) }),
  cost: ({ cascade }, sizes) => ({ bytes: 4 * knownSize(sizes, 'B') * cascade.levels.length * patchLength(cascade) }),
  open: async (settings, context) => {
    const { cascade } = settings;
    const loader = await ClipLoader.open(settings, lastLevelShape(cascade, settings.scale), context);
    return {
      next: async ({ batch }) => {
        refuseLabels(batch.clips, cascade, context.node);
        const draws = await loader.load(batch);
        const { first } = batch;
        const items = { seed: context.seed, first, count: draws.length };
        const nested = originsOfItems(cascade, settings.origins, items);
        const patches = await cutPatches(settings, draws, nested);
        const origins = cascade.levels.map((_, level) => nested.map((item) => itemAt(item, level)));
        return { patches, origins, ...factsOf(draws, settings, settings.scale[0]) };
      },
      done: () => {
        loader.report();
      },
      abort: () => {
        loader.close();
      },
    };
  },
});

/** Numbers of one patch. */
const patchLength = ({ patch: [f, h, w], channels }: Cascade): number => f * h * w * channels;

interface Cutting {
  readonly cascade: Cascade;
  readonly scale: Size;
}

/** The patches of all levels, each [B, f, h, w, C]. */
async function cutPatches(
  settings: Cutting,
  draws: readonly Drawn[],
  nested: readonly (readonly Origin[])[],
): Promise<tf.Tensor5D[]> {
  const { cascade, scale } = settings;
  const { patch, channels, time, levels } = cascade;
  const length = patchLength(cascade);
  const values = levels.map(() => new Float32Array(draws.length * length));
  const width = lastLevelShape(cascade, scale)[2];
  const scaled = (size: Size): Size => [size[0] * scale[0], size[1] * scale[1], size[2] * scale[2]];
  await Promise.all(
    draws.map(({ stored, view }, b) => {
      const cuts = values.map((into, level) => ({
        origin: scaled(itemAt(itemAt(nested, b), level)),
        size: patch,
        factor: scaled(levelOf(cascade, level).factor),
        time,
        into: into.subarray(b * length, (b + 1) * length),
      }));
      return cutBytes(stored, view, width, cuts);
    }),
  );
  return values.map((data) => tf.tensor5d(data, [draws.length, ...patch, channels]));
}
