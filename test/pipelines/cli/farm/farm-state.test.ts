import { expect, test } from '@jest/globals';
import { FarmState, formatRun } from '../../../../pipelines/cli/farm/farm-state.js';

const job = (job: number) => ({ run: 'r', job, of: 4, worker: 'w', try: 1 });

test('counts what is done, running and failed, and the part of the whole', () => {
  const state = new FarmState();
  state.see({ state: 'submitted', run: 'r', of: 4, about: '' });
  expect(state.runs).toMatchObject([{ done: 0, running: 0, part: 0, isOver: false }]);
  state.see({ ...job(0), state: 'running' });
  state.see({ ...job(1), state: 'running', done: 1, total: 2 });
  state.see({ ...job(2), state: 'done', seconds: 3 });
  state.see({ ...job(3), state: 'again', error: 'x' });
  expect(state.runs).toMatchObject([{ jobs: 4, done: 1, running: 2, part: 1.5 / 4, isOver: false }]);
  state.see({ ...job(3), state: 'failed', error: 'x' });
  expect(state.runs.map(formatRun)).toEqual(['r: 1 of 4 jobs done, 2 running, 1 failed for good; 62 %']);
  for (const n of [0, 1]) state.see({ ...job(n), state: 'done', seconds: 1 });
  expect(state.runs).toMatchObject([{ done: 3, running: 0, part: 1, isOver: true, failed: [{ job: 3, error: 'x' }] }]);
});

test('a late word of a job that is done changes nothing; what is submitted again begins again', () => {
  const state = new FarmState();
  state.see({ ...job(0), state: 'done', seconds: 3 });
  state.see({ ...job(0), state: 'running' });
  state.see({ ...job(0), state: 'again', error: '' });
  expect(state.runs).toMatchObject([{ jobs: 4, done: 1, running: 0 }]);
  state.see({ state: 'submitted', run: 'r', of: 4, about: '' });
  expect(state.runs).toMatchObject([{ done: 0 }]);
});

test('a run of one job has one', () => {
  const state = new FarmState();
  state.see({ state: 'submitted', run: 'r', of: 1, about: '' });
  expect(state.runs.map(formatRun)).toEqual(['r: 0 of 1 job done, 0 running; 0 %']);
});
