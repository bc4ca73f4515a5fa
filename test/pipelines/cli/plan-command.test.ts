import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { run, scratch } from './command-line.js';

const folder = scratch();
const sample = join(process.cwd(), 'pipelines/sample.yaml');

test('a document is planned as a table, or as data with the same numbers', async () => {
  const args = ['plan', sample, '--set', 'cascade=tiny.yaml', '--set', 'count=2'];
  const { stdout } = await run(folder, args);
  const plan = JSON.parse((await run(folder, [...args, '--json'])).stdout) as { parameters: number };
  expect(stdout).toMatch(/^node +size[^]*peak memory/m);
  expect(stdout).toContain(`(${plan.parameters})`);
});

test('a cascade alone is planned for sampling and for training, and takes no --set', async () => {
  expect((await run(folder, ['plan', 'tiny.yaml'])).stdout).toMatch(/Sampling one video[^]*Training, one step/);
  expect(await run(folder, ['plan', 'tiny.yaml', '--set', 'count=2'])).toMatchObject({ status: 2 });
});
