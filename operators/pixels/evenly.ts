/** The indices of `wanted` of `count` frames, evenly spaced, first and last included; all of them if there are no more. */
export function evenly(count: number, wanted: number): number[] {
  const shown = Math.min(count, wanted);
  return Array.from({ length: shown }, (_, i) => (shown === 1 ? 0 : Math.round((i * (count - 1)) / (shown - 1))));
}
