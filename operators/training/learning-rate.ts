/**
 * The learning rate of a step: linear warm-up from 0, then half a cosine down to `minimum` at step `total`, and constant after it.
 *
 * The same as timm's CosineLRScheduler with a warm-up prefix and pix2seq's `cosine`.
 *
 * @param step counted from 0
 */
export function learningRate(
  step: number,
  { base, warmup, total, minimum = 0 }: { base: number; warmup: number; total: number; minimum?: number },
): number {
  if (step < warmup) return (base * step) / warmup;
  if (step >= total) return minimum;
  const done = (step - warmup) / (total - warmup);
  return minimum + ((base - minimum) / 2) * (1 + Math.cos(Math.PI * done));
}
