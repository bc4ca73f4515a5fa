import type { Cascade, Level } from './cascade.js';

/** A level of a cascade by its number, where 0 is the coarsest; fails RangeError if the cascade has no such level. */
export function levelOf({ levels }: Cascade, level: number): Level {
  const found = levels[level];
  if (found === undefined) throw new RangeError(`no level ${level} in a cascade of ${levels.length}`);
  return found;
}
