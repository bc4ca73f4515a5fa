import { expect, test } from '@jest/globals';
import { ofVideos, refuseCountBesideSlab } from '../../../operators/values/videos-without-slabs.js';

test('videos take what there is in turn, those of a group from its first one on', () => {
  const slab = { number: 0, level: 0, isLast: true, videos: { first: 4, count: 2, of: 9, from: 0 } };
  expect(ofVideos(['a', 'b', 'c'], undefined, 4)).toEqual(['a', 'b', 'c', 'a']);
  expect(ofVideos(['a', 'b', 'c'], slab, 1)).toEqual(['b', 'c']);
});

test('a count beside slabs is refused, unless it is theirs', () => {
  expect(refuseCountBesideSlab(3, {}, [])).toEqual([]);
  expect(refuseCountBesideSlab(3, { B: 3 }, ['slab'])).toEqual([]);
  expect(refuseCountBesideSlab(3, {}, ['slab'])).toMatchObject([
    { code: 'E_SETTING_TYPE', try: 'count: 3 in patch.slabs' },
  ]);
});
