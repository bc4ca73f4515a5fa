import { expect, test } from '@jest/globals';
import { refuseOptions } from '../../../pipelines/api/refuse-options.js';
import type { RunOptions } from '../../../pipelines/api/run-options.js';

test.each([
  [{ first: 1.5 }, /first {2}E_OPTION[^]*a whole number ≥ 0[^]*got +1\.5[^]*try +first: 1/],
  [{ first: -3 }, /first {2}E_OPTION[^]*got +-3[^]*try +first: 3/],
  [{ seed: -1 }, /seed {2}E_OPTION[^]*try +seed: 1/],
  [{ seed: 'x' }, /seed {2}E_OPTION[^]*got +"x"[^]*try +seed: 0/],
  [{ seed: NaN }, /seed {2}E_OPTION/],
  [{ sed: 3 }, /sed {2}E_OPTION[^]*did you mean "seed"/],
  [{ backend: 'gpu' }, /E_BACKEND_NAME[^]*"gpu"/],
])('%j is refused', (options, says) => {
  expect(() => refuseOptions(options as RunOptions)).toThrow(says);
});

test('all mistakes are told at once, and what is left undefined is none', () => {
  expect(() => refuseOptions({ seed: -1, first: -1 })).toThrow(/seed[^]*first/);
  const { signal } = new AbortController();
  expect(() => refuseOptions({ seed: 7, first: 0, signal, backend: undefined, firstOf: () => 0 })).not.toThrow();
});
