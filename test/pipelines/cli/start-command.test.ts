import { expect, test } from '@jest/globals';
import { readCheckpointCascade } from '../../../operators/training/load-weights.js';
import { readCascade } from '../../../pipelines/api/read-cascade.js';
import { entries, run, scratch } from './command-line.js';

const folder = scratch();

test('what it takes is told; .ci/run runs it whole', async () => {
  expect((await run(folder, ['start', '--help'])).stdout).toMatch(/--prompt[^]*--quick[^]*out\/emoji\.mp4/);
});

test('what cannot work is refused before anything is set up or sampled', async () => {
  expect(await run(folder, ['start', '--backend', 'gpu'])).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/E_BACKEND_NAME/),
  });
  expect(entries(folder)).toEqual(['tiny.yaml']);
});

test('the weights that come with hpdm are of the cascade that comes with hpdm', async () => {
  const { levels, network, condition } = await readCheckpointCascade('emoji');
  const cascade = readCascade('emoji');
  expect({ levels, network, condition }).toEqual({
    ...{ levels: cascade.levels, network: cascade.network, condition: cascade.condition },
  });
});
