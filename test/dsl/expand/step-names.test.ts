import { expect, test } from '@jest/globals';
import { stepNames } from '../../../dsl/expand/step-names.js';

test('steps are named by their operators and graphs, and the second of a name has a number', () => {
  const steps = [{ op: 'video.read' }, { graph: 'parts/level.yaml' }, { op: 'video.clamp' }, { op: 'my.clamp' }, {}];
  expect(stepNames(steps)).toEqual(['read', 'level', 'clamp', 'clamp-2', '']);
});
