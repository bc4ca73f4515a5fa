import { expect, test } from '@jest/globals';
import { isCascadeFile, refuseSet } from '../../../pipelines/cli/cascade-file.js';

test('a cascade is told from a pipeline document', () => {
  expect(isCascadeFile('pipelines/cascades/mnist.yaml')).toBe(true);
  expect(isCascadeFile('pipelines/sample.yaml')).toBe(false);
  expect(() => isCascadeFile('nowhere.yaml')).toThrow(/E_FILE/);
});

test('a cascade takes no --set', () => {
  const set = (values: Record<string, string>) => () => {
    refuseSet('mine.yaml', values, 'without it');
  };
  expect(set({})).not.toThrow();
  expect(set({ count: '3' })).toThrow(/mine\.yaml {2}E_SET[^]*got +count[^]*try +without it/);
});
