import { expect, test } from '@jest/globals';
import { passedOn } from '../../../operators/ffmpeg/passed-on.js';

test('names the settings that were given, and no others', () => {
  expect(passedOn({ filter: 'hflop', codec: '', preset: 'medium', extra: [] })).toBe(
    'correct what it complains of: filter: hflop',
  );
  expect(passedOn({ filter: '', codec: 'libx999', preset: 'slowish', extra: ['-b', '1'] })).toBe(
    'correct what it complains of: codec: libx999, preset: slowish, extra: -b 1',
  );
  expect(passedOn({ filter: '' })).toBeUndefined();
});
