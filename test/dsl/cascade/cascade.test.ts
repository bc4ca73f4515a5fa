import { expect, test } from '@jest/globals';
import { resolveCascade } from '../../../dsl/cascade/cascade.js';

const document = {
  cascade: 1,
  patch: [16, 16, 16],
  levels: [{ size: [16, 16, 16] }, { size: [16, 32, 32] }, { size: [16, 64, 64] }],
  network: { token: [1, 4, 4], width: 64, latents: 8, heads: 4, blocks: 3 },
} as const satisfies Parameters<typeof resolveCascade>[0];

test('each level is half as noisy in steps as the one before, and as much finer as it says', () => {
  const { levels } = resolveCascade(document);
  expect(levels.map(({ steps }) => steps)).toEqual([128, 64, 32]);
  expect(levels.map(({ factor }) => factor)).toEqual([
    [1, 4, 4],
    [1, 2, 2],
    [1, 1, 1],
  ]);
  levels.forEach(({ inputScale, contextNoise }, level) => {
    expect(inputScale).toBeCloseTo(Math.SQRT1_2 ** level, 12);
    expect(contextNoise).toBeCloseTo(0.05 / inputScale, 12);
  });
});

test('finer levels are sampled by DPM-Solver++(2M) in tiles with a falling window, level 0 by Heun', () => {
  const { levels } = resolveCascade(document);
  expect(levels.map(({ sampler }) => sampler)).toEqual(['heun', 'dpmpp-2m', 'dpmpp-2m']);
  expect(levels.map(({ window }) => window)).toEqual(['hann', 'hann', 'hann']);
  // stride 9 of 16, because 8 is two tokens
  expect(levels.map(({ overlap }) => overlap)).toEqual([
    [0, 0, 0],
    [0, 0.4375, 0.4375],
    [0, 0.4375, 0.4375],
  ]);
});

test('a level that only widens overlaps by half along its height, as the tiles that its context comes from', () => {
  const wider = { ...document, levels: [...document.levels, { size: [16, 64, 128] as const }] };
  expect(resolveCascade(wider).levels[3]?.overlap).toEqual([0, 0.5, 0.4375]);
});

test('the input scales of finer levels follow from that of level 0, where they say nothing else', () => {
  const [first, ...finer] = document.levels;
  const { levels } = resolveCascade({ ...document, levels: [{ ...first, inputScale: 0.25 }, ...finer] });
  expect(levels.map(({ inputScale }) => Number(inputScale.toFixed(12)))).toEqual([0.25, 0.176776695297, 0.125]);
});

test('what is written stands before every default', () => {
  const given = {
    ...document,
    channels: 1,
    levels: [{ size: [16, 16, 16], steps: 3, sampler: 'euler' }],
    noise: { max: 9 },
  } as const;
  const { channels, levels, noise } = resolveCascade(given);
  expect([channels, levels[0]?.steps, levels[0]?.sampler, noise.max, noise.min]).toEqual([1, 3, 'euler', 9, 0.002]);
});

test('a transformer has no latents; a RIN has them as wide as its tokens where nothing else is said', () => {
  const transformer = resolveCascade({
    ...document,
    network: { ...document.network, block: 'transformer', latents: undefined } as never,
  });
  expect(transformer.network).toMatchObject({ latents: 0, latentWidth: 0, layers: 0 });
  expect(resolveCascade(document).network).toMatchObject({ latents: 8, latentWidth: 64, levelsPerBlock: [3, 3, 3] });
});

test('a cascade is conditioned on what it says', () => {
  expect(resolveCascade(document).condition).toEqual({ kind: 'none' });
  expect(resolveCascade({ ...document, condition: { classes: 10 } }).condition).toEqual({
    kind: 'classes',
    classes: 10,
  });
  const text = { width: 5, tokens: 4 };
  expect(resolveCascade({ ...document, condition: { text } }).condition).toEqual({
    ...{ kind: 'text', read: 'attend' },
    ...text,
  });
});

test('a level takes the noise of the cascade, as far as it says nothing else', () => {
  const { levels } = resolveCascade({
    ...document,
    levels: [document.levels[0], { ...document.levels[1], noise: { mean: -2 } }, document.levels[2]],
    noise: { std: 1.5 },
  });
  expect(levels.map(({ noise }) => noise)).toEqual([
    { mean: -1.2, std: 1.5 },
    { mean: -2, std: 1.5 },
    { mean: -1.2, std: 1.5 },
  ]);
});
