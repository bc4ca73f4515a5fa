import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { i3dTensors } from '../../../operators/measure/i3d-tensors.js';

interface Index {
  readonly bytes: number;
  readonly tensors: readonly (readonly [string, readonly number[], number])[];
}

test('names, shapes and places are those of the index of the checkpoint', () => {
  const file = new URL('../../fixtures/reference/i3d-index.json', import.meta.url);
  const { tensors, bytes } = JSON.parse(readFileSync(file, 'utf8')) as Index;
  const own = i3dTensors();
  expect(own.map(({ name, shape, offset }) => [name, shape, offset])).toEqual(tensors);
  const { offset = 0, length = 0 } = own.at(-1) ?? {};
  expect(offset + 4 * length).toBe(bytes);
});
