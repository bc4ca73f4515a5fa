import { expect, test } from '@jest/globals';
import { join } from 'node:path';
import { writeSafetensors } from '../../../operators/disk/safetensors.js';
import { checkStart } from '../../../operators/training/check-start.js';
import { declareParameters } from '../../../operators/network/declare-parameters.js';
import { smallCascade } from '../../cascade.js';
import { scratch } from '../disk/scratch.js';

const folder = scratch();
const [known = { name: '', shape: [] }] = declareParameters(smallCascade());

async function put(name: string, tensor: string, shape: readonly number[], metadata = {}): Promise<string> {
  const path = join(folder.path, `${name}.safetensors`);
  const data = new Float32Array(shape.reduce((a, b) => a * b, 1));
  await writeSafetensors(path, { [tensor]: { dtype: 'F32', shape: [...shape], data } }, metadata);
  return path;
}

test('one tensor of the same name and number of axes is enough, of another size, too', async () => {
  const larger = known.shape.map((size) => size + 1);
  const average = await put('average', `average.${known.name}`, larger);
  expect(checkStart(smallCascade(), average)).toEqual({ file: average, prefix: 'average.' });
  const trained = await put('trained', known.name, known.shape, { weights: 'trained' });
  expect(checkStart(smallCascade(), trained)).toEqual({ file: trained, prefix: '' });
});

test('a checkpoint of another model, and one that is not there, are refused', async () => {
  const other = await put('other', 'average.bert.embeddings', [2, 2]);
  expect(() => checkStart(smallCascade(), other)).toThrow(/E_CHECKPOINT_DAMAGED[^]*no tensor that this cascade has/);
  expect(() => checkStart(smallCascade(), join(folder.path, 'nothing'))).toThrow(/E_CHECKPOINT_MISSING/);
});
