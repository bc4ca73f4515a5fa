import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { RunReport } from '../../../../pipelines/cli/run-report.js';
import { runSampling } from '../../../../pipelines/cli/sample/run-sampling.js';
import { entries, run, said, scratch } from '../command-line.js';

const folder = scratch();

test('a record is kept beside the video; a run that is only planned keeps none', async () => {
  const train = 'train --cascade tiny.yaml --batch 2 --steps 1 --out model';
  expect(await run(folder, train.split(' '))).toMatchObject({ status: 0 });
  const flags = { set: {}, checkpoint: join(folder, 'model'), count: 1, quiet: true };
  const sampled = (out: string, more = {}) =>
    said(() => runSampling({ ...flags, out: join(folder, out), ...more }, new RunReport()));
  await sampled('planned.gif', { dryRun: true });
  expect(entries(folder)).not.toContain('planned.json');
  await sampled('made.gif', { seed: 3 });
  expect(entries(folder)).toEqual(expect.arrayContaining(['made.gif', 'made.json', 'made.png']));
  const record = JSON.parse(readFileSync(join(folder, 'made.json'), 'utf8')) as object;
  expect(record).toMatchObject({ parameters: { seed: 3, count: 1 } });
  await expect(sampled('no.gif', { set: { scale: '0' } })).rejects.toThrow(/scale/);
  expect(entries(folder).filter((name) => name.includes('no.gif'))).toEqual([]);
}, 180_000);

test('a cascade of texts that is asked for none is warned of, and one that has none or is asked for one is not', async () => {
  const flags = { set: {}, quiet: true, dryRun: true, out: join(folder, 'a.gif') };
  const saidOf = async (more: object): Promise<string> =>
    (await said(() => runSampling({ ...flags, ...more }, new RunReport()))).stderr;
  expect(await saidOf({ checkpoint: join(folder, 'model') })).toBe('');
  expect(await saidOf({ checkpoint: 'emoji' })).toMatch(/^warning: no text is asked for.*--prompt "polar bear"/);
  expect(await saidOf({ checkpoint: 'emoji', prompt: ['fox'] })).toBe('');
});
