/** How many clips were drawn at each rate, in frames per second as text: `{ "29.97": 310, "24": 18 }`. */
export type RateCounts = Readonly<Record<string, number>>;

/** The counts with those of further clips; null is a clip whose rate is not known. */
export function countRates(counts: RateCounts, rates: readonly (number | null)[]): RateCounts {
  const counted: Record<string, number> = { ...counts };
  for (const rate of rates) {
    if (rate === null) continue;
    const key = `${Number(rate.toFixed(3))}`;
    counted[key] = (counted[key] ?? 0) + 1;
  }
  return counted;
}

/**
 * The rate at which videos look like the clips: the median of their rates, which is one that some of them have. Undefined if no rate
 * is known.
 */
export function usualRate(counts: RateCounts): number | undefined {
  const sorted = Object.entries(counts)
    .map(([rate, count]) => ({ rate: Number(rate), count }))
    .sort((a, b) => a.rate - b.rate);
  const half = sorted.reduce((sum, { count }) => sum + count, 0) / 2;
  let below = 0;
  return sorted.find(({ count }) => (below += count) >= half)?.rate;
}
