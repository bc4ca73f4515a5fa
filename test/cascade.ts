import { type Cascade } from '../dsl/index.js';
import { resolveCascade } from '../dsl/cascade/cascade.js';

type Document = Parameters<typeof resolveCascade>[0];

/** Three levels of 2×4×4 patches and a network of a few thousand numbers, where the test says nothing else. */
export function smallCascade({
  network = {},
  ...given
}: Partial<Omit<Document, 'network'>> & { network?: Partial<Document['network']> } = {}): Cascade {
  return resolveCascade({
    cascade: 1,
    patch: [2, 4, 4],
    channels: 2,
    levels: [{ size: [2, 4, 4] }, { size: [4, 8, 8] }, { size: [8, 16, 16] }],
    ...given,
    network: {
      block: 'rin',
      token: [1, 2, 2],
      width: 8,
      latents: 3,
      latentWidth: 6,
      heads: 2,
      blocks: 3,
      layers: 1,
      levelsPerBlock: [2, 3, 3],
      ...network,
    },
  });
}

const classes = { classes: 4 };
const text = { text: { width: 5, tokens: 4 } };

const asVector = { text: { ...text.text, read: 'modulate' as const } };

/** Small cascades that between them use every part of the network. */
export const cascadeKinds: readonly (readonly [string, Cascade])[] = [
  ['rin', smallCascade()],
  ['rin with classes and self-conditioning', smallCascade({ condition: classes, network: { selfCondition: true } })],
  ['rin with text and shallow fusion', smallCascade({ condition: text, network: { fusion: 'shallow' } })],
  [
    'rin, detached, blind to coordinates',
    smallCascade({ network: { detachContext: true, coordinates: false, tokenMlpRatio: 3 } }),
  ],
  ['rin without fusion', smallCascade({ network: { fusion: 'none' } })],
  ['transformer with classes', smallCascade({ condition: classes, network: { block: 'transformer' } })],
  [
    'transformer with text and shallow fusion',
    smallCascade({ condition: text, network: { block: 'transformer', fusion: 'shallow', token: [2, 2, 1] } }),
  ],
  ['rin with text as a vector, and coarser pixels', smallCascade({ condition: asVector, network: { pixels: true } })],
  [
    'transformer with text as a vector, coarser pixels and estimates',
    smallCascade({
      condition: asVector,
      network: { block: 'transformer', pixels: true, residual: true, token: [2, 2, 2] },
    }),
  ],
  [
    'rin with classes, without fusion, on coarser estimates',
    smallCascade({ condition: classes, network: { fusion: 'none', residual: true } }),
  ],
];
