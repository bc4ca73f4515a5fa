import { isRight } from 'fp-ts/lib/Either.js';
import { expect, test } from '@jest/globals';
import { cascadeCodec } from '../../../dsl/cascade/cascade-document.js';

const whole = {
  cascade: 1,
  patch: [4, 16, 16],
  levels: [{ size: [4, 16, 16], sampler: 'heun', schedule: 'karras', window: 'hann' }],
  network: { token: [1, 4, 4], width: 64, heads: 4, blocks: 2, latents: 8 },
};
const fits = (change: object): boolean => isRight(cascadeCodec.decode({ ...whole, ...change }));

test('a cascade has a patch, levels and a network', () => {
  expect(fits({})).toBe(true);
  for (const part of ['cascade', 'patch', 'levels', 'network']) expect(fits({ [part]: undefined })).toBe(false);
});

test.each([
  [{ cascade: 2 }],
  [{ patch: [4, 16] }],
  [{ patch: [4, 16, 16.5] }],
  [{ levels: [{ size: [4, 16, 16], sampler: 'hein' }] }],
  [{ network: { ...whole.network, fusion: 'some' } }],
  [{ sigma: 1 }],
])('%j does not fit', (change) => {
  expect(fits(change)).toBe(false);
});
