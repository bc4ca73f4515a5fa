import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { expect, test } from '@jest/globals';
import { selectBackend } from '../../../operators/tensor/backend.js';
import { native } from '../../../operators/tensor/native.js';
import { nativeLibrary } from '../../../operators/tensor/native/library.js';
import { onTensorflow } from '../../backends.js';

const library = nativeLibrary(
  dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-node-gpu/package.json')),
);

onTensorflow("hpdm's own kernels", () => {
  test('serve where setup compiled them, and only on tensorflow', async () => {
    expect(native() !== undefined).toBe(existsSync(library));
    await selectBackend('cpu');
    expect(native()).toBeUndefined();
    await selectBackend('tensorflow');
  });
});

test('their library is named after their sources and the processor', () => {
  expect(nativeLibrary('/somewhere')).toMatch(/^\/somewhere\/deps\/lib\/hpdm-kernels-[0-9a-f]{12}\.node$/);
});
