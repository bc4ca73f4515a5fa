import { expect, test } from '@jest/globals';
import { Lent } from '../../../operators/training/lent.js';

test('what is lent is back when the last of its holders has given it back', async () => {
  const lent = new Lent();
  let isBack = false;
  const back = lent.returned.then(() => (isBack = true));
  lent.take();
  lent.giveBack();
  await Promise.resolve();
  expect(isBack).toBe(false);
  lent.giveBack();
  await back;
  expect(isBack).toBe(true);
});
