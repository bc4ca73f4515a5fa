import { expect, test } from '@jest/globals';
import { differences } from '../../../../pipelines/cli/sample/differences.js';
import type { SamplingRecord } from '../../../../pipelines/cli/sample/sampling-record.js';
import { smallCascade } from '../../../cascade.js';

const record: SamplingRecord = {
  hpdm: '0',
  parts: { condition: 'none', fromFile: false, showLevels: false, separate: true },
  parameters: { seed: 1, count: 1, checkpoint: '/here/model.safetensors' },
  cascade: smallCascade(),
  hashes: { cascade: 'a', checkpoint: 'b' },
};

test('names what is another', () => {
  const { parameters, hashes } = record;
  const now = { ...record, hpdm: '1', parameters: { ...parameters, seed: 2 }, hashes: { ...hashes, checkpoint: 'c' } };
  expect(differences(record, now).sort()).toEqual(['checkpoint', 'hpdm', 'seed']);
  expect(differences({ ...record, cascade: smallCascade({ channels: 1 }) }, record)).toEqual(['cascade']);
});

test('neither the backend nor the place of a file counts', () => {
  const elsewhere = { ...record.parameters, checkpoint: '/there/model.safetensors' };
  expect(differences({ ...record, backend: 'wasm' }, { ...record, parameters: elsewhere })).toEqual([]);
});
