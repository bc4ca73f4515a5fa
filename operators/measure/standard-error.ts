/** Groups into which videos are dealt out in turn, each of which is left out once. */
export const GROUPS = 10;

/** A figure with its standard error; null where it is not known. */
export interface Figure {
  readonly value: number | null;
  readonly error: number | null;
}

/**
 * The standard error of a figure, from its values with one of the groups left out: √((n − 1)/n · Σ (x_i − mean)²).
 *
 * source Efron and Stein 1981, the jackknife; delete-a-group form of Kott 2001
 */
export function standardError(without: readonly number[]): number {
  const count = without.length;
  const mean = without.reduce((a, b) => a + b, 0) / count;
  return Math.sqrt(((count - 1) / count) * without.reduce((sum, x) => sum + (x - mean) ** 2, 0));
}

/**
 * A figure of all groups together, with its standard error.
 *
 * @param figure of the groups that are given; undefined where they do not determine it
 */
export function figureOf<T>(groups: readonly T[], figure: (groups: readonly T[]) => number | undefined): Figure {
  const value = figure(groups);
  const without = groups.map((_, left) => figure(groups.filter((_, i) => i !== left)));
  const known = without.filter((x) => x !== undefined);
  return {
    value: value === undefined ? null : rounded(value),
    error: known.length < 2 || known.length < groups.length ? null : rounded(standardError(known)),
  };
}

/** Six digits are more than is known. */
const rounded = (value: number): number => Number(value.toPrecision(6));
