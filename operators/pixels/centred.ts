/** The indices of `wanted` of `count` frames, in the middle of equal parts; all of them if there are no more. */
export function centred(count: number, wanted: number): number[] {
  const shown = Math.min(count, wanted);
  return Array.from({ length: shown }, (_, i) => Math.floor(((i + 0.5) * count) / shown));
}
