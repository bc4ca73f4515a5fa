import { expect, test } from '@jest/globals';
import { fromTfConfig } from '../../../../operators/tensor/members/from-tf-config.js';

test("the example of TensorFlow's guide", () => {
  // https://www.tensorflow.org/tutorials/distribute/multi_worker_with_keras
  const text =
    '{"cluster": {"worker": ["localhost:12345", "localhost:23456"]}, "task": {"type": "worker", "index": 1}}';
  const addresses = ['localhost:12345', 'localhost:23456'];
  expect(fromTfConfig({ TF_CONFIG: text })).toEqual({ rank: 1, addresses, from: 'TF_CONFIG' });
  expect(fromTfConfig({})).toBeUndefined();
  expect(fromTfConfig({ TF_CONFIG: '' })).toBeUndefined();
});

test('a chief comes before the workers', () => {
  const cluster = { chief: ['c:1'], worker: ['a:1', 'b:1'] };
  const rankOf = (type: string, index: number): number | undefined =>
    fromTfConfig({ TF_CONFIG: JSON.stringify({ cluster, task: { type, index } }) })?.rank;
  expect([rankOf('chief', 0), rankOf('worker', 0), rankOf('worker', 1)]).toEqual([0, 1, 2]);
});

test.each(['no JSON', '{}', '{"cluster": {"worker": ["a:1"]}, "task": {"type": "ps", "index": 0}}'])(
  'refused: %s',
  (text) => {
    expect(() => fromTfConfig({ TF_CONFIG: text })).toThrow(/E_MEMBERS[^]*expected {2}TF_CONFIG with the workers/);
  },
);
