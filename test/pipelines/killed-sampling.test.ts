import { expect, test } from '@jest/globals';
import { onTensorflow } from '../backends.js';
import { scratch } from './cli/command-line.js';
import { Job } from './killed-sampling.js';

const folder = scratch();

onTensorflow('a sampling that is killed and resumed', () => {
  test('has the same bytes in all files in the end, after kill -9 and after Ctrl-C', async () => {
    const job = new Job(folder, 0, []);
    const whole = job.whole('whole');
    const files = await job.killed('killed', [
      { level: 1, step: 7, seconds: 0, signal: 'SIGKILL' },
      { level: 2, step: 6, seconds: 0.05, signal: 'SIGINT' },
    ]);
    expect(files).toEqual(whole);
  });
});
