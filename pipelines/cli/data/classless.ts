import type { Clip, Clips } from '../../../operators/values/clips.js';

/** The clips of a data set with classes that are in none, such as files beside the folders of the classes; none where it has no classes. */
export function classless({ classes, length, at }: Clips): readonly Clip[] {
  if (classes.length === 0) return [];
  return Array.from({ length }, (_, index) => at(index, 0)).filter(({ label }) => label === undefined);
}
