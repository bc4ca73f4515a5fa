import { expect, test } from '@jest/globals';
import { MEASURES } from '../../../operators/measure/evaluation.js';

test('every measure says in words what it is and what is better', () => {
  for (const { words, better } of Object.values(MEASURES)) {
    expect(words.length).toBeGreaterThan(3);
    expect(['less', 'more', 'as real']).toContain(better);
  }
});
