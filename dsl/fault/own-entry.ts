/** The value under a key of the user's; what every object inherits (`toString`, `constructor`) is none. */
export const ownEntry = <V>(record: Readonly<Record<string, V>> | undefined, key: string): V | undefined =>
  record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
