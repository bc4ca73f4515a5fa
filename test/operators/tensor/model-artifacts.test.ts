import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { readModelArtifacts } from '../../../operators/tensor/model-artifacts.js';

const folder = mkdtempSync(join(tmpdir(), 'hpdm-model-'));
const file = join(folder, 'model.json');
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('weights are those of all files beside the model, one after the other', async () => {
  const weights = [{ name: 'a', shape: [2], dtype: 'float32' }];
  const weightsManifest = [
    { paths: ['1.bin', '2.bin'], weights },
    { paths: ['3.bin'], weights: [] },
  ];
  writeFileSync(file, JSON.stringify({ format: 'graph-model', modelTopology: { node: [] }, weightsManifest }));
  [1, 2, 3].forEach((n) => {
    writeFileSync(join(folder, `${n}.bin`), Uint8Array.of(n, 10 * n));
  });
  const { weightData, weightSpecs, format, modelTopology } = await readModelArtifacts(file);
  expect([...new Uint8Array(weightData as ArrayBuffer)]).toEqual([1, 10, 2, 20, 3, 30]);
  expect([weightSpecs, format, modelTopology]).toEqual([weights, 'graph-model', { node: [] }]);
  rmSync(join(folder, '2.bin'));
  await expect(readModelArtifacts(file)).rejects.toThrow(/2\.bin/);
});

test.each(['{}', 'null', '{"modelTopology": {}}', '{"weightsManifest": []}'])(
  'what is no model is said: %s',
  async (text) => {
    writeFileSync(file, text);
    await expect(readModelArtifacts(file)).rejects.toThrow(
      new TypeError('JSON without modelTopology and weightsManifest'),
    );
  },
);
