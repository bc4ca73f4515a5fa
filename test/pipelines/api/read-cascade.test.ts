import { expect, test } from '@jest/globals';
import { readCascade } from '../../../index.js';

test('a cascade of the package is read by its name, any other by its path', () => {
  expect(readCascade('ucf101-s')).toEqual(readCascade('pipelines/cascades/ucf101-s.yaml'));
});
