import { CHOICES, itemAt, NOISE_SCHEDULES, SAMPLERS, STITCH_WINDOWS } from '../dsl/index.js';
import type { resolveCascade } from '../dsl/cascade/cascade.js';
import { fc } from './fc.js';

type Document = Parameters<typeof resolveCascade>[0];
type Three = readonly [number, number, number];

const three = (of: (axis: 0 | 1 | 2) => number): Three => [of(0), of(1), of(2)];
const nameIn = (table: object): fc.Arbitrary<string> => fc.constantFrom(...Object.keys(table));
const fractions = fc.constantFrom(0, 0.25, 0.4375, 0.5, 0.75);

/** Patches from 1×1×1 to 6×9×6 pixels; the token divides most of them. */
const patches = fc.record({
  token: fc.tuple(fc.constantFrom(1, 2), fc.constantFrom(1, 2, 3), fc.constantFrom(1, 2)),
  tokens: fc.tuple(fc.constantFrom(1, 2, 3), fc.constantFrom(1, 2, 3), fc.constantFrom(1, 2, 3)),
  odd: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 1),
});

/** How much larger than the level before a level is; sizes in the last two are rarely possible. */
const factors = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom<Three[]>([1, 2, 2], [2, 2, 2], [1, 1, 2], [2, 1, 1], [1, 3, 1], [1, 1, 1]) },
  { weight: 1, arbitrary: fc.constantFrom<Three[]>([1, 1.5, 1], [1, 0.5, 2]) },
);

/** How a level is sampled: every key that does not change what the network learns. */
const sampling = {
  steps: fc.integer({ min: 1, max: 3 }),
  sampler: nameIn(SAMPLERS),
  schedule: nameIn(NOISE_SCHEDULES),
  sigmaMax: fc.constantFrom(1, 4),
  threshold: fc.constantFrom(1, 0.9),
  overlap: fc.tuple(fractions, fractions, fractions),
  window: nameIn(STITCH_WINDOWS),
  shift: fc.constantFrom(false, false, true),
  churn: fc.constantFrom(0, 0, 0, 0, 0, 0, 1),
  contextNoise: fc.constantFrom(0.05, 0.3),
};
const coarsest = fc.record({ ...sampling, cycleSpin: fc.constantFrom(0, 0, 1.5, 4) });
const finer = fc.record({
  ...sampling,
  factor: factors,
  start: nameIn(CHOICES.start),
  detail: fc.constantFrom(1, 0.5),
});

const networks = fc.record({
  block: nameIn(CHOICES.block),
  fusion: nameIn(CHOICES.fusion),
  heads: fc.constantFrom(1, 2, 4),
  tokenMlpRatio: fc.constantFrom(1, 2),
  pixels: fc.boolean(),
  residual: fc.boolean(),
  neighbours: fc.boolean(),
  adaptive: fc.boolean(),
});
/** Only RIN blocks have these. */
const latents = fc.record({
  latents: fc.constantFrom(1, 3),
  latentWidth: fc.constantFrom(4, 12),
  layers: fc.constant(1),
  selfCondition: fc.boolean(),
});
const others = fc.record({
  channels: fc.constantFrom(1, 2),
  time: nameIn(CHOICES.time),
  longer: fc.constantFrom(1, 1, 1, 2),
  condition: fc.constantFrom(
    undefined,
    { classes: 4 },
    { text: { width: 5, tokens: 4 } },
    { text: { width: 5, tokens: 4, read: 'modulate' } },
  ),
});

/**
 * Documents of cascades with one to five levels, some of which are not possible, with networks of some hundred numbers.
 *
 * The noise ends at σ 0.2, because Heun's last step but one divides what is rounded in an estimate by the σ that it leads to.
 */
export const randomCascade: fc.Arbitrary<Document> = fc
  .tuple(patches, coarsest, fc.array(finer, { maxLength: 4 }), networks, latents, others)
  .map(
    ([{ token, tokens, odd }, first, rest, { block, adaptive, ...network }, rin, { longer, condition, ...other }]) => {
      const patch = three((axis) => itemAt(token, axis) * itemAt(tokens, axis) + (axis === 1 ? odd : 0));
      let size = patch;
      const levels = rest.map(({ factor, detail, ...level }) => {
        const before = size;
        size = three((axis) => Math.max(1, Math.round(before[axis] * factor[axis])));
        return { size, ...level, ...(network.residual ? { detail } : {}) };
      });
      const blocks = 2;
      const ramp = { levelsPerBlock: [Math.ceil(levels.length / 2) || 1, levels.length + 1] };
      const own = { token, width: 8, blocks, ...network, ...(adaptive ? ramp : {}), ...(block === 'rin' ? rin : {}) };
      return {
        ...{ cascade: 1, patch, ...other, noise: { min: 0.2, max: 4 } },
        ...(condition === undefined ? {} : { condition }),
        ...(longer > 1 ? { frames: longer * size[0] } : {}),
        levels: [{ size: patch, ...first }, ...levels],
        network: { block, ...own },
      } as unknown as Document;
    },
  );
