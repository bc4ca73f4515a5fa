import { expect, test } from '@jest/globals';
import { checkRanges } from '../../../dsl/cascade/check-ranges.js';
import { document, type Document } from './reports.js';

/** What is reported, as `path: expected / try`, and whether the counts are sound. */
function found(change: Partial<Document>) {
  const faults: string[] = [];
  const sound = checkRanges({ ...document, ...change }, (trail, expected, advice) => {
    faults.push(`${trail.join('.')}: ${expected} / ${advice}`);
  });
  return { faults, sound };
}

test('numbers inside their bounds are not reported', () => {
  expect(found({})).toEqual({ faults: [], sound: true });
});

test('a number of a list is reported with its index, and the whole list is proposed', () => {
  expect(found({ patch: [4, 0, -1] })).toEqual({
    faults: [
      'patch.1: 1 or more (size of a patch, the same for every level) / patch: [4,1,1]',
      'patch.2: 1 or more (size of a patch, the same for every level) / patch: [4,1,1]',
    ],
    sound: false,
  });
});

test('the default is proposed where there is one; a bound that is no count leaves the counts sound', () => {
  expect(found({ noise: { rho: 0 } })).toEqual({
    faults: ['noise.rho: more than 0 (ρ of the `karras` schedule) / rho: 7'],
    sound: true,
  });
});

test('the network is told ln σ, so no σ is 0', () => {
  const levels: Document['levels'] = [{ size: [4, 16, 16], contextNoise: 0, sigmaMax: 0 }];
  expect(found({ levels }).faults.map((text) => text.replace(/ \(.*/, ''))).toEqual([
    'levels.0.sigmaMax: more than 0',
    'levels.0.contextNoise: more than 0',
  ]);
});

test('every level is checked', () => {
  const levels: Document['levels'] = [
    { size: [4, 16, 16], steps: 0 },
    { size: [4, 32, 32], eta: -1 },
  ];
  expect(found({ levels }).faults.map((text) => text.replace(/:.*/, ''))).toEqual(['levels.0.steps', 'levels.1.eta']);
});
