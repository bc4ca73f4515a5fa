import type { LevelTiles } from '../protocol.js';

/** Pixels between the videos of a picture. */
const GAP = 2;

/** Where tiles begin in a picture, which shows the videos of a batch in rows and columns. */
export function tileBoxes(
  { size: [, height, width], rows, columns }: Pick<LevelTiles, 'size' | 'rows' | 'columns'>,
  picture: readonly [width: number, height: number],
): readonly { readonly x: number; readonly y: number }[] {
  const across = videos(picture[0], width);
  const down = videos(picture[1], height);
  return down.flatMap((top) =>
    across.flatMap((left) => rows.flatMap((row) => columns.map((column) => ({ x: left + column, y: top + row })))),
  );
}

/** Where videos of a length begin along a side of a picture. */
const videos = (side: number, length: number): readonly number[] =>
  Array.from({ length: Math.floor((side + GAP) / (length + GAP)) }, (_, i) => i * (length + GAP));
