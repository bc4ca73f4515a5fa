import { beforeAll, expect, test } from '@jest/globals';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { JointSteps } from '../../../operators/training/joint-steps.js';
import { smallCascade } from '../../cascade.js';
import { testContext } from '../../context.js';

beforeAll(() => selectBackend('cpu'));

const TRAINING = { cascade: smallCascade(), optimiser: 'adamw', data: {}, recipe: {} } as const;

test('a run alone joins nobody', async () => {
  expect(await JointSteps.open(TRAINING, undefined, testContext())).toBeUndefined();
});

test('a graph that was loaded for a member runs in one only', async () => {
  const context = testContext({ share: { index: 1, of: 2 } });
  await expect(JointSteps.open(TRAINING, undefined, context)).rejects.toThrow(
    /E_MEMBERS\n.*expected +member 1 of a gang of 2\n.*got +a process that joined none/,
  );
});
