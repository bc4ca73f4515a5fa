import { expect, test } from '@jest/globals';
import { attends, modulates } from '../../../operators/network/attends.js';
import { smallCascade } from '../../cascade.js';

test('a text is read as tokens, as a vector or as both; what is no text is not', () => {
  const of = (read: 'attend' | 'modulate' | 'both') =>
    smallCascade({ condition: { text: { width: 5, tokens: 4, read } } });
  const cascades = [
    of('attend'),
    of('modulate'),
    of('both'),
    smallCascade({ condition: { classes: 3 } }),
    smallCascade(),
  ];
  expect(cascades.map(attends)).toEqual([true, false, true, false, false]);
  expect(cascades.map(modulates)).toEqual([false, true, true, false, false]);
});
