import { expect, test } from '@jest/globals';
import { BACKENDS } from '../../../../operators/tensor/backends/backend-report.js';
import { probeBackends } from '../../../../operators/tensor/select-backend.js';

test('every backend that has a name can be looked for', async () => {
  expect((await probeBackends()).map(({ name }) => name)).toEqual([...BACKENDS]);
});
