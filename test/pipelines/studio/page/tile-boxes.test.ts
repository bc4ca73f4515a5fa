import { expect, test } from '@jest/globals';
import { tileBoxes } from '../../../../pipelines/studio/page/tile-boxes.js';

test('tiles lie over every video of a picture', () => {
  const tiles = { size: [8, 24, 24] as const, rows: [0, 8], columns: [0] };
  expect(tileBoxes(tiles, [24, 24])).toEqual([
    { x: 0, y: 0 },
    { x: 0, y: 8 },
  ]);
  expect(tileBoxes(tiles, [50, 24]).map(({ x }) => x)).toEqual([0, 0, 26, 26]);
});
