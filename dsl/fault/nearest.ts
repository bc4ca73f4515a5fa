import { distance } from 'fastest-levenshtein';

/** The known name that a user most likely meant; undefined if none is close. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const [best] = known.map((other) => ({ other, apart: changes(name, other) })).sort((a, b) => a.apart - b.apart);
  if (best !== undefined && isLikely(best.apart, name.length)) return best.other;
  return known.find((other) => begins(name, other) || other.endsWith(`.${name}`));
}

const isLikely = (apart: number, length: number): boolean =>
  apart * 2 <= Math.max(2, length) && apart <= Math.max(2, Math.floor(length / 3));

/** How many letters are changed, added or left out; 1 where the same letters are in another order. */
const changes = (a: string, b: string): number => (letters(a) === letters(b) ? Number(a !== b) : distance(a, b));

/** Whether one name is an abbreviation of the other, up to one letter: `in` and `inputs`, `params` and `parameters`. */
function begins(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length);
  const least = Math.max(2, shorter - 1);
  return shorter >= least && a.slice(0, least) === b.slice(0, least);
}

/** The sorted letters of a name, which find names with exchanged letters. */
const letters = (name: string): string => name.split('').sort().join('');

/**
 * Advice for an unknown name: the nearest known name, or the list of all.
 *
 * @param whole what is to be written for the nearest name
 */
export const suggestion = (name: string, known: readonly string[], whole = (one: string): string => one): string => {
  const best = nearest(name, known);
  if (best !== undefined) return `did you mean "${whole(best)}"?`;
  return known.length === 0 ? 'remove it: nothing is allowed here' : `known: ${[...known].sort().join(', ')}`;
};
