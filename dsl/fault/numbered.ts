/** Numbers up to a last one: `classes from 0 to 9`, and `class 0` where there is one alone. */
export const numbered = (last: number, word: string, plural = `${word}s`): string =>
  last === 0 ? `${word} 0` : `${plural} from 0 to ${last}`;
