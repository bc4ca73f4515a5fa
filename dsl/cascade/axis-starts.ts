/**
 * The starts of tiles of length `tile` that cover `length`. Neighbours share the fraction `overlap`. The last tile is moved back
 * to the edge, so that every pixel is covered.
 */
export function axisStarts(length: number, tile: number, overlap: number): number[] {
  const stride = strideOf(tile, overlap);
  const count = Math.ceil((length - tile) / stride) + 1;
  return Array.from({ length: count }, (_, i) => Math.min(i * stride, length - tile));
}

/** How far apart tiles start of which neighbours share the fraction `overlap`. */
export const strideOf = (tile: number, overlap: number): number => Math.max(1, Math.round(tile * (1 - overlap)));
