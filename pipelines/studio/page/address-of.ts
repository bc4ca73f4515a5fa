/**
 * Where a file of a result is.
 *
 * @param time when it was written: another file of the same name has another address
 */
export const addressOf = (file: string, time: number): string =>
  `result?${new URLSearchParams({ file, t: `${time}` }).toString()}`;
