import { join } from 'node:path';

/** The number in the names of pictures, `%d` or `%05d`; `%20d` is not a number but an encoded space in an address. */
export const NUMBER = /%(?:0\d+)?d/;

/** The pictures of a name with one number as an address of ffmpeg, for which other percent signs are no numbers. */
export function imagePattern(folder: string, name: string): string {
  const [number = ''] = NUMBER.exec(name) ?? [];
  const parts = name.split(number).map(literal);
  return `file:${join(literal(folder), parts.join(number))}`;
}

const literal = (text: string): string => text.replaceAll('%', '%%');
