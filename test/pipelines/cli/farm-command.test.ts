import { expect, test } from '@jest/globals';
import { run, scratch } from './command-line.js';

const folder = scratch();
const none = { HPDM_FARM_QUEUE: undefined } as unknown as Record<string, string>;

test.each(['submit', 'work', 'watch', 'doctor'])('farm %s asks for a queue', async (name) => {
  const { status, stderr } = await run(folder, ['farm', name], none);
  expect([status, stderr]).toEqual([2, expect.stringMatching(/--queue {2}E_SET[^]*HPDM_FARM_QUEUE/)]);
});

test('a queue that nobody answers for is named, from the environment too', async () => {
  const { status, stderr } = await run(folder, ['farm', 'watch'], { HPDM_FARM_QUEUE: 'nats://127.0.0.1:1' });
  expect([status, stderr]).toEqual([3, expect.stringMatching(/E_QUEUE[^]*127\.0\.0\.1:1/)]);
});

test('what is submitted has the flags of hpdm sample', async () => {
  const { stdout } = await run(folder, ['farm', 'submit', '--help']);
  for (const flag of ['--checkpoint', '--prompt', '--out', '--steps', '--jobs']) expect(stdout).toContain(flag);
  expect(stdout).not.toMatch(/--preview|--share|--sheet/);
});
