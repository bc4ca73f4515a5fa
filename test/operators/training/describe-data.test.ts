import { expect, test } from '@jest/globals';
import { int, path } from '../../../dsl/index.js';
import { describeData, otherData } from '../../../operators/training/describe-data.js';
import { cascade } from '../../../operators/values/cascade.js';

const parameters = {
  path: path('folder'),
  size: int('pixels'),
  until: int('end', { incidental: true }),
  cascade: cascade(''),
};
const clips = (settings: Readonly<Record<string, unknown>>) =>
  describeData([{ name: 'clips', op: 'data.folder', parameters, settings }]);
const codes = (mine: Record<string, string>, theirs: Record<string, string>) =>
  otherData(mine, theirs, 'run').map(({ code, path, expected, got }) => [code, path, expected, got]);

test('what the items are is compared; how many there are is not, nor the cascade', () => {
  const earlier = clips({ path: 'a', size: 64, until: 6, cascade: {} });
  expect(codes(clips({ path: 'a', size: 64, until: 9, cascade: { other: 1 } }), earlier)).toEqual([]);
  expect(codes(clips({ path: 'b', size: 32, until: 6 }), earlier)).toEqual([
    ['E_CHECKPOINT_DATA', 'clips.with.path', '"b"', '"a"'],
    ['E_CHECKPOINT_DATA', 'clips.with.size', '32', '64'],
  ]);
});

test('another node is a difference; a setting that came with a later version is none', () => {
  const mine = clips({ path: 'a', size: 64 });
  expect(codes(mine, clips({ path: 'a' }))).toEqual([]);
  expect(codes(mine, { ...mine, noise: 'noise.add' })).toEqual([
    ['E_CHECKPOINT_DATA', 'noise', 'nothing', 'noise.add'],
  ]);
  expect(codes({ ...mine, noise: 'noise.add' }, mine)).toEqual([
    ['E_CHECKPOINT_DATA', 'noise', 'noise.add', 'nothing'],
  ]);
});

test('a checkpoint that says nothing of its data goes on with any', () => {
  expect(codes(clips({ path: 'a' }), {})).toEqual([]);
});
