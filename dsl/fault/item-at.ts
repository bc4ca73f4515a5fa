/** The item at an index of a list that must have it; fails RangeError if it does not, which is a bug in hpdm. */
export function itemAt<T>(list: ArrayLike<T>, index: number): T {
  if (index in list) return list[index] as T;
  throw new RangeError(`no item ${index} in a list of ${list.length}`);
}
