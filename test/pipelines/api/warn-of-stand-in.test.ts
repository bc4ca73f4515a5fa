import { expect, test } from '@jest/globals';
import { warnOfStandIn } from '../../../pipelines/api/warn-of-stand-in.js';

test('that a slow backend stands in is said once in a process; a first choice is not talked of', () => {
  const said: string[] = [];
  const report = { name: 'wasm', device: 'CPU', gpu: false, version: '4' } as const;
  warnOfStandIn(report, (warning) => said.push(warning));
  expect(said).toEqual([]);
  for (let i = 0; i < 2; i++)
    warnOfStandIn({ ...report, fallback: 'TensorFlow does not load' }, (warning) => said.push(warning));
  expect(said).toEqual([expect.stringMatching(/^TensorFlow does not load; wasm stands in.*hpdm setup/)]);
});
