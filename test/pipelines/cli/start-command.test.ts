import { expect, test } from '@jest/globals';
import { entries, run, scratch } from './command-line.js';

const folder = scratch();

test('what it takes is told; .ci/run runs it whole', async () => {
  expect((await run(folder, ['start', '--help'])).stdout).toMatch(/--quick[^]*out\/moving-mnist\.mp4/);
});

test('what cannot work is refused before anything is set up or trained', async () => {
  expect(await run(folder, ['start', '--backend', 'gpu'])).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/E_BACKEND_NAME/),
  });
  expect(entries(folder)).toEqual(['tiny.yaml']);
});
