import { beforeAll, expect, test } from '@jest/globals';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { Training } from '../../../operators/training/training.js';
import { training } from '../../../operators/values/training.js';
import { smallCascade } from '../../cascade.js';

beforeAll(() => selectBackend('cpu'));

test('releasing an item keeps the state of training, which the next step goes on with', () => {
  const state = new Training(smallCascade(), 0, 'lamb');
  training().kind.release(state);
  expect(Object.values(state.state()).filter(({ isDisposed }) => isDisposed)).toEqual([]);
  state.dispose();
});
