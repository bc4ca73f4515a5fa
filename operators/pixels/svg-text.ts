/** Where a text begins, and how it looks. */
export interface TextStyle {
  readonly x: number;
  /** Of the line that the letters stand on. */
  readonly y: number;
  /** Height of the letters in pixels. */
  readonly size: number;
  readonly colour?: string;
}

/** A text as an element of an SVG; whatever is in it is drawn as it is. */
export const svgText = (text: string, { x, y, size, colour = '#e8e8e8' }: TextStyle): string =>
  `<text x="${x}" y="${y}" font-family="sans-serif" font-size="${size}" fill="${colour}">${escape(text)}</text>`;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const escape = (text: string) => text.replaceAll(/[&<>]/g, (sign) => ENTITIES[sign] ?? sign);
