/** `1 clip`, `2 clips`; a word whose plural has no `s` alone is given with it: `2 copies`. */
export const counted = (count: number, word: string, plural = `${word}s`): string =>
  `${count} ${count === 1 ? word : plural}`;
