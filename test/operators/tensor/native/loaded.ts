import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { expect, test } from '@jest/globals';
import { native } from '../../../../operators/tensor/native.js';
import type { NativeKernels } from '../../../../operators/tensor/native-kernels.js';
import { nativeLibrary } from '../../../../operators/tensor/native/library.js';
import { tf } from '../../../../operators/tensor/tf.js';

/** Where `hpdm setup` puts hpdm's own kernels. */
export const library = nativeLibrary(
  dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-node-gpu/package.json')),
);

/** A test of hpdm's own kernels. Where no compiler is, there is nothing to test: the general kernels serve, and have tests of their own. */
export const tested = existsSync(library) ? test : test.skip;

/** hpdm's own kernels, which must be loaded. */
export function kernels(): NativeKernels {
  const found = native();
  if (found === undefined) throw new Error("hpdm's own kernels are not loaded");
  return found;
}

/** The shapes are the same, and no number differs by as much as the tolerance. */
export function expectClose(actual: tf.Tensor, expected: tf.Tensor, tolerance: number): void {
  expect(actual.shape).toEqual(expected.shape);
  expect(tf.max(tf.abs(tf.sub(actual, expected))).dataSync()[0]).toBeLessThan(tolerance);
}
