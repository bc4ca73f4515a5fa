import { expect, test } from '@jest/globals';
import { operators } from '../../../operators/index.js';
import { run, scratch } from './command-line.js';

const folder = scratch();

test('every operator is listed', async () => {
  const { stdout } = await run(folder, ['ops']);
  for (const { id } of Object.values(operators)) expect(stdout).toMatch(new RegExp(`^ +${id} +\\S`, 'm'));
  const { stdout: json } = await run(folder, ['ops', '--json']);
  expect((JSON.parse(json) as { id: string }[]).map(({ id }) => id).sort()).toEqual(Object.keys(operators).sort());
});

test('one operator is shown with its ports; a name that is nearly one is corrected', async () => {
  expect((await run(folder, ['ops', 'patch.tiles'])).stdout).toMatch(/^patch\.tiles +pure[^]*\nin\n[^]*\nout\n/);
  expect(await run(folder, ['ops', 'patch.tils'])).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/E_OPERATOR_UNKNOWN[^]*did you mean "patch\.tiles"/),
  });
});
