import { expect, test } from '@jest/globals';
import { AlreadySaid } from '../../../pipelines/cli/already-said.js';

test('it keeps the exit code of the faults that were written', () => {
  expect(new AlreadySaid(3).exitCode).toBe(3);
});
