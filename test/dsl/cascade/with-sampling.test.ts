import { expect, test } from '@jest/globals';
import { withSampling } from '../../../dsl/cascade/with-sampling.js';
import { otherCascade } from '../../../operators/training/load-weights.js';
import { readCascade } from '../../../pipelines/api/read-cascade.js';
import { presets } from '../../../pipelines/presets.js';
import { smallCascade } from '../../cascade.js';

const changes = {
  steps: 3,
  sampler: 'ancestral',
  schedule: 'cosine',
  window: 'linear',
  sigmaMax: 20,
  eta: 0.5,
} as const;

test('levels are sampled in another way, and nothing else changes', () => {
  const cascade = smallCascade();
  const [first, second, third] = cascade.levels;
  const changed = withSampling(cascade, [{}, changes, { overlap: [0, 0.25, 0.25] }], { sigmaMin: 0.01 });
  expect(changed).toEqual({
    ...cascade,
    levels: [first, { ...second, ...changes }, { ...third, overlap: [0, 0.25, 0.25] }],
    noise: { ...cascade.noise, min: 0.01 },
  });
});

test.each(Object.keys(presets))('%s: a checkpoint still fits', (name) => {
  const cascade = readCascade(name);
  const changed = withSampling(
    cascade,
    cascade.levels.map(() => changes),
    { sigmaMin: 0.01 },
  );
  expect(changed.levels.map(({ steps }) => steps)).toEqual(cascade.levels.map(() => 3));
  expect(otherCascade(changed, cascade, 'model.safetensors')).toEqual([]);
});

test('a sampler without churn ends the churn that the cascade had; churn that is asked for is refused', () => {
  const cascade = smallCascade({ levels: [{ size: [2, 4, 4], churn: 40 }], network: { levelsPerBlock: [1, 1, 1] } });
  expect(withSampling(cascade, [{ sampler: 'dpmpp-2m' }]).levels[0]).toMatchObject({ churn: 0, sampler: 'dpmpp-2m' });
  expect(withSampling(cascade, [{ sampler: 'euler' }]).levels[0]).toMatchObject({ churn: 40 });
  expect(() => withSampling(cascade, [{ sampler: 'dpmpp-2m', churn: 5 }])).toThrow(/E_CASCADE[^]*churn/);
});

test('what cannot work is refused with its trail', () => {
  const refused = (level: Parameters<typeof withSampling>[1][number]) => () =>
    withSampling(smallCascade(), [{}, level]);
  expect(refused({ overlap: [0, 1, 0] })).toThrow(/levels\[1\]\.overlap\[1\][^]*less than 1/);
  expect(refused({ steps: 0 })).toThrow(/levels\[1\]\.steps[^]*1 or more/);
  expect(refused({ sigmaMax: 0.001 })).toThrow(/levels\[1\]\.sigmaMax[^]*more than noise\.min/);
  expect(refused({ threshold: 1.5 })).toThrow(/levels\[1\]\.threshold[^]*at most 1/);
  expect(refused({ detail: 0.5 })).toThrow(/levels\[1\]\.detail[^]*without residual/);
  expect(() => withSampling(smallCascade({ network: { residual: true } }), [{ detail: 0.5 }])).toThrow(
    /levels\[0\]\.detail/,
  );
  expect(refused({ cycleSpin: 1 })).toThrow(/levels\[1\]\.cycleSpin[^]*only level 0/);
  expect(refused({ sampler: 'hein' as never })).toThrow(/levels\[1\]\.sampler[^]*heun/);
  expect(() => withSampling(smallCascade(), [{ start: 'coarser' }])).toThrow(/levels\[0\]\.start[^]*no level before/);
});

test('videos become longer, level 0 in tiles along time that overlap by half, and a checkpoint still fits', () => {
  const cascade = smallCascade();
  const longer = withSampling(cascade, [], { frames: 32 });
  expect(longer).toEqual(smallCascade({ frames: 32 }));
  expect(otherCascade(longer, cascade, 'model.safetensors')).toEqual([]);
  // settings may change after that, and the length back
  expect(withSampling(longer, [{ steps: 2 }]).levels.map(({ size }) => size[0])).toEqual([8, 16, 32]);
  expect(withSampling(longer, [{ overlap: [0.25, 0, 0] }]).levels[0]?.overlap[0]).toBe(0.25);
  expect(() => withSampling(cascade, [], { frames: 30 })).toThrow(/frames[^]*a multiple of 4[^]*frames: 32/);
  expect(() => withSampling(cascade, [], { frames: 4 })).toThrow(/at least 8/);
});
