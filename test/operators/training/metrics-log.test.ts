import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { METRICS, MetricsLog, metricsOf, readMetrics } from '../../../operators/training/metrics-log.js';
import type { TrainingState } from '../../../operators/training/training-state.js';
import { scratch } from '../disk/scratch.js';

const folder = scratch();
const steps = (): (number | undefined)[] => readMetrics(folder.path).map(({ step }) => step);

test('a line per step, with the time; a run that goes on replaces the steps that it does again', () => {
  const first = new MetricsLog(folder.path);
  for (const step of [1, 2, 3, 4]) first.add({ step, loss: step });
  expect(JSON.parse(readFileSync(join(folder.path, METRICS), 'utf8').split('\n')[0] ?? '')).toEqual({
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    step: 1,
    loss: 1,
  });
  const second = new MetricsLog(folder.path);
  second.add({ step: 3, loss: 30 });
  second.add({ step: 4, loss: 40 });
  expect(readMetrics(folder.path).map(({ loss }) => loss)).toEqual([1, 2, 30, 40]);
});

test('a line that a killed process left half is no line, and is removed by the next run', () => {
  new MetricsLog(folder.path).add({ step: 1, loss: 1 });
  appendFileSync(join(folder.path, METRICS), '{"step":2,"lo');
  expect(steps()).toEqual([1]);
  new MetricsLog(folder.path).add({ step: 2, loss: 2 });
  expect(steps()).toEqual([1, 2]);
});

test('the numbers of a state are by level, those of held-out clips too', () => {
  const report = { step: 5, loss: 2, levels: [1, 3], norm: 0.5, rate: 0.1 };
  const state = { step: 5, seconds: 9, skipped: 1, report, heldOut: [4, 6] } as unknown as TrainingState;
  expect(metricsOf(state)).toEqual({
    ...{ step: 5, loss: 2, 'loss.0': 1, 'loss.1': 3, norm: 0.5, rate: 0.1 },
    ...{ seconds: 9, skipped: 1, 'heldOut.0': 4, 'heldOut.1': 6 },
  });
});
