import { expect, test } from '@jest/globals';
import { cascade } from '../../../operators/values/cascade.js';
import { smallCascade } from '../../cascade.js';

test('a setting takes a whole cascade and nothing less', () => {
  const { type } = cascade('the cascade');
  expect(type.decode(smallCascade())).toMatchObject({ _tag: 'Right', right: smallCascade() });
  for (const other of [null, 'mnist', { levels: [] }]) expect(type.decode(other)).toMatchObject({ _tag: 'Left' });
});
