import { expect, test } from '@jest/globals';
import { Activity } from '../../../dsl/run/activity.js';

test('is idle when the last that is at work has ended, and not before', () => {
  let idle = 0;
  const activity = new Activity(() => (idle += 1));
  activity.begin();
  activity.begin();
  activity.end();
  expect([activity.working, idle]).toEqual([1, 0]);
  activity.end();
  expect([activity.working, idle]).toEqual([0, 1]);
});

test('what begins before the other ends keeps it busy', () => {
  let idle = 0;
  const activity = new Activity(() => (idle += 1));
  activity.begin();
  for (let step = 0; step < 5; step++) {
    activity.begin();
    activity.end();
  }
  expect(idle).toBe(0);
});
