import { expect, test } from '@jest/globals';
import { Out, Outs, Ref } from '../../../dsl/builder/ref.js';

test('references read as a document writes them, inside texts too', () => {
  expect(String(new Out('clip.video'))).toBe('clip.video');
  expect(String(new Outs('level[*].video'))).toBe('level[*].video');
  expect(`${String(new Ref('out'))}.png`).toBe('${out}.png');
});
