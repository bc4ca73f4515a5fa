/**
 * Starts of tiles of length `tile` that cover `length`, neighbours sharing the fraction `overlap`; the last one is moved back
 * to the edge, so that every pixel is covered.
 */
export function axisStarts(length: number, tile: number, overlap: number): number[] {
  const stride = Math.max(1, Math.round(tile * (1 - overlap)));
  const count = Math.ceil((length - tile) / stride) + 1;
  return Array.from({ length: count }, (_, i) => Math.min(i * stride, length - tile));
}
