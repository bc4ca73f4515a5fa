import { closest, distance } from 'fastest-levenshtein';

/** The known name a user most likely meant, or nothing when none is close. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const best = closest(name, known);
  const apart = distance(name, best);
  const likely = apart * 2 <= Math.max(2, name.length) || letters(name) === letters(best);
  if (likely && apart <= Math.max(2, Math.floor(name.length / 3))) return best;
  return known.find((other) => begins(name, other) || other.endsWith(`.${name}`));
}

/** `inputs` and `in`, `parameters` and `params`: the one begins as the other, but for a letter. */
function begins(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length);
  const least = Math.max(2, shorter - 1);
  return shorter >= least && a.slice(0, least) === b.slice(0, least);
}

/** The letters of a name in order, whatever their places: two that changed places are a slip. */
const letters = (name: string): string => name.split('').sort().join('');

/** What to try for an unknown name: the nearest one, or the list of all. */
export const suggestion = (name: string, known: readonly string[]): string => {
  const best = nearest(name, known);
  if (best !== undefined) return `did you mean "${best}"?`;
  return known.length === 0
    ? 'take it out: there is nothing to choose from here'
    : `known: ${[...known].sort().join(', ')}`;
};
