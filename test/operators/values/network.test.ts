import { beforeAll, expect, test } from '@jest/globals';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { network } from '../../../operators/values/network.js';
import { smallCascade } from '../../cascade.js';
import { movedNetwork } from '../../network.js';

beforeAll(() => selectBackend('cpu'));

test('releasing a network frees all of its weights', () => {
  const held = movedNetwork(smallCascade());
  network().kind.release(held);
  expect(Object.values(held.weights).filter(({ isDisposed }) => !isDisposed)).toEqual([]);
});
