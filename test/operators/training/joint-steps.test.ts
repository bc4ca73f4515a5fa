import { beforeAll, expect, test } from '@jest/globals';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { JointSteps } from '../../../operators/training/joint-steps.js';
import { Training } from '../../../operators/training/training.js';
import { smallCascade } from '../../cascade.js';
import { testContext } from '../../context.js';

beforeAll(() => selectBackend('cpu'));

test('a run alone joins nobody', async () => {
  const training = new Training(smallCascade(), 0, 'adamw');
  expect(await JointSteps.open(training, testContext())).toBeUndefined();
  training.dispose();
});

test('a graph that was loaded for a member runs in one only', async () => {
  const training = new Training(smallCascade(), 0, 'adamw');
  const context = testContext({ share: { index: 1, of: 2 } });
  await expect(JointSteps.open(training, context)).rejects.toThrow(
    /E_MEMBERS\n.*expected +member 1 of a gang of 2\n.*got +a process that joined none/,
  );
  training.dispose();
});
