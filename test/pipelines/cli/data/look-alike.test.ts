import { expect, test } from '@jest/globals';
import { isLookAlike } from '../../../../pipelines/cli/data/look-alike.js';

test('clock faces, other persons and small differences are look-alikes; what anybody can name is not', () => {
  for (const name of ['one o’clock', 'twelve-thirty', 'office worker', 'hatching chick', 'people hugging', 'weary cat'])
    expect(isLookAlike(name)).toBe(true);
  for (const name of ['alarm clock', 'polar bear', 'police car', 'crying face', 'fire', 'red heart'])
    expect(isLookAlike(name)).toBe(false);
});
