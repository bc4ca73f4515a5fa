/** The item at a place of a list that is known to have it; fails with a RangeError where that is wrong, which is a bug of ours. */
export function itemAt<T>(list: ArrayLike<T>, index: number): T {
  if (index in list) return list[index] as T;
  throw new RangeError(`no item ${index} in a list of ${list.length}`);
}
