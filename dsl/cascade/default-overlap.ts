/** Along one axis, in pixels: the patch, the token, a level, and the level before it. */
export interface AxisSizes {
  readonly patch: number;
  readonly token: number;
  readonly own: number;
  readonly before: number;
}

/**
 * The overlap of a finer level along height or width, where its document says none: the largest of at most half with which the tiles start at
 * places that have no divisor in common with the token. The borders of tokens then lie elsewhere in every tile, and averaging hides them; with
 * an overlap of exactly half, they would lie at the same places in all tiles and show as a grid.
 *
 * A stride of half the patch and at most two pixels more is always found: `patch/2 + 2` has no divisor in common with a patch that is
 * even, and half of an odd one, rounded up, none with that. Along an axis on which the level is less than twice as large as the one before, the overlap
 * is half: its tiles would not all lie inside one tile of that level, which its context needs (`tiles-inside-tiles`).
 *
 * @returns fraction of the tile, of which `axisStarts` makes the stride again
 */
export function defaultOverlap({ patch, token, own, before }: AxisSizes): number {
  if (own < 2 * before) return 0.5;
  const half = Math.ceil(patch / 2);
  for (let stride = half; stride < patch; stride++) {
    if (divisorOf(stride, token) === 1) return stride === half ? 0.5 : 1 - stride / patch;
  }
  return 0.5;
}

/** The greatest common divisor. */
function divisorOf(a: number, b: number): number {
  return b === 0 ? a : divisorOf(b, a % b);
}
