import { expect, test } from '@jest/globals';
import { cascadeFrom } from '../../../dsl/cascade/cascade-from.js';
import { completeCascade } from '../../../dsl/cascade/complete-cascade.js';
import { readCascade } from '../../../dsl/cascade/read-cascade.js';
import type { Cascade } from '../../../dsl/cascade/cascade.js';
import { writtenCascade } from '../../../dsl/cascade/written-cascade.js';
import { HpdmError } from '../../../dsl/index.js';
import { presets } from '../../../pipelines/presets.js';

const at = (trail: readonly (string | number)[]) => ({
  place: { file: 'mine.yaml', line: trail.length },
  path: ['params.cascade.default', ...trail].join('.'),
});
const from = (value: unknown) => cascadeFrom(value, { at, folder: '.', presets: {} }) as Cascade;
const small = readCascade('pipelines/cascades/mnist-small.yaml');

test('the document of a cascade says nothing that follows by default', () => {
  const written = writtenCascade(small);
  expect(written).not.toHaveProperty('extends');
  expect(written.network).not.toHaveProperty('detachContext');
  expect(written.levels.map((level) => Object.keys(level))).toEqual([
    ['size', 'steps'],
    ['size', 'steps'],
    ['size', 'steps'],
  ]);
  expect(from(written)).toEqual(small);
});

test.each(Object.entries(presets))('the document of %s resolves to it', (_, file) => {
  const cascade = readCascade(file);
  expect(from(writtenCascade(cascade))).toEqual(cascade);
  expect(from(writtenCascade(completeCascade(JSON.parse(JSON.stringify(cascade)) as Cascade)))).toEqual(cascade);
});

test('what changes a cascade that was read is what changes its file, so defaults follow from the changes', () => {
  const changes = { patch: [16, 64, 64], levels: { 0: { size: [16, 64, 64] }, 1: null, 2: null } };
  const network = {
    block: 'transformer',
    levelsPerBlock: [1, 1, 1, 1],
    latents: null,
    latentWidth: null,
    layers: null,
  };
  const changed = from({ extends: small, ...changes, network });
  expect(changed).toEqual(from({ extends: 'pipelines/cascades/mnist-small.yaml', ...changes, network }));
  expect(changed.levels).toHaveLength(1);
  // also of one that was stored, and of what was changed
  expect(from({ extends: structuredClone(small), ...changes, network })).toEqual(changed);
  const noisier = { extends: small, noise: { max: 40, mean: -2 } };
  expect(from(noisier)).toEqual(from({ ...noisier, extends: 'pipelines/cascades/mnist-small.yaml' }));
  expect(from({ extends: changed, network: { width: 32 } }).network).toEqual({ ...changed.network, width: 32 });
});

test('a fault is at what is written, and one in what is taken over at extends', () => {
  const faults = (changes: object) => {
    try {
      from({ extends: small, ...changes });
    } catch (error) {
      if (error instanceof HpdmError) return error.faults.map(({ path, place }) => [path, place?.line]);
    }
    return [];
  };
  expect(faults({ levels: { 1: { steps: 0 } } })).toEqual([['params.cascade.default.levels[1].steps', 3]]);
  expect(faults({ patch: [4, 16, 15] })[0]).toEqual([expect.stringContaining('params.cascade.default.'), 1]);
});
