import { expect, test } from '@jest/globals';
import { topicOf, type Report } from '../../../../pipelines/cli/farm/report.js';

const of = { run: 'r', job: 3, of: 4, worker: 'w', try: 1 };

test('the end of a job has a subject of its own, which nothing else replaces', () => {
  const reports: readonly Report[] = [
    { ...of, state: 'running' },
    { ...of, state: 'again', error: '' },
    { ...of, state: 'done', seconds: 1 },
    { ...of, state: 'failed', error: '' },
    { state: 'submitted', run: 'r', of: 4, about: '' },
  ];
  expect(reports.map(topicOf)).toEqual(['r.3.running', 'r.3.running', 'r.3.end', 'r.3.end', 'r.run']);
});
