import { closest, distance } from 'fastest-levenshtein';

/** The known name a user most likely meant, or nothing when none is close. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const best = closest(name, known);
  return distance(name, best) <= Math.max(2, Math.floor(name.length / 3)) ? best : undefined;
}

/** What to try for an unknown name: the nearest one, or the list of all. */
export const suggestion = (name: string, known: readonly string[]): string => {
  const best = nearest(name, known);
  if (best !== undefined) return `did you mean "${best}"?`;
  return known.length === 0 ? 'nothing is known by any name here' : `known: ${[...known].sort().join(', ')}`;
};
