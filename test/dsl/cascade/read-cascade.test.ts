import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readCascade } from '../../../dsl/cascade/read-cascade.js';
import { folderOf } from '../numbers.js';

const MNIST = join(process.cwd(), 'pipelines/cascades/mnist.yaml');
const read = (text: string) => readCascade(join(folderOf({ 'mine.yaml': text }), 'mine.yaml'));

test('a cascade may extend another and change what it says', () => {
  const { levels, network } = read(`extends: ${MNIST}\nlevels: { 1: { steps: 3 } }\n`);
  expect(levels[1]?.steps).toBe(3);
  expect(network).toEqual(readCascade(MNIST).network);
});

test('what cannot work is said where it is written', () => {
  expect(() => read(`extends: ${MNIST}\nnetwork: { heads: 7 }\n`)).toThrow(
    /mine\.yaml:2:12 {2}network\.heads {2}E_CASCADE/,
  );
});

test('a pipeline is no cascade, and a form that is wrong is said before anything else', () => {
  expect(() => read('hpdm: 1\nnodes: {}')).toThrow(/E_SHAPE[^]*a cascade/);
  expect(() => read('cascade: 1\npatch: big')).toThrow(/E_SHAPE/);
});
