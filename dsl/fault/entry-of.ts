/** The entry of a map that is known to have it; fails with a RangeError where that is wrong, which is a bug of ours. */
export function entryOf<K, V>(map: ReadonlyMap<K, V>, key: K): V {
  const value = map.get(key);
  if (value === undefined) throw new RangeError(`no entry for ${String(key)}`);
  return value;
}
