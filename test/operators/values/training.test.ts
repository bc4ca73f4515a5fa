import { beforeAll, expect, test } from '@jest/globals';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { Training } from '../../../operators/training/training.js';
import { training } from '../../../operators/values/training.js';
import { smallCascade } from '../../cascade.js';

beforeAll(() => selectBackend('cpu'));

test('releasing an item frees its tensors and leaves those of the training, which the next step goes on with', () => {
  const run = new Training(smallCascade(), 0, 'lamb');
  const [item, other] = [run.snapshot(), run.snapshot()];
  training().kind.release(item);
  expect(Object.values(item.vectors).map(({ isDisposed }) => isDisposed)).toEqual([true, true, true, true]);
  expect(Object.values(other.vectors).map(({ isDisposed }) => isDisposed)).toEqual([false, false, false, false]);
  training().kind.release(other);
  run.dispose();
});
