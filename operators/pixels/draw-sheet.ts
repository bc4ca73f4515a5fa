import sharp, { type OverlayOptions } from 'sharp';

const PAPER = '#202024';

/** Size of a sheet in pixels. */
interface SheetSize {
  readonly width: number;
  readonly height: number;
}

/**
 * Draw pictures on dark paper, and words over them.
 *
 * @param words elements of an SVG, such as `svgText` makes
 * @returns the bytes of a PNG, RGB
 */
export async function drawSheet(
  { width, height }: SheetSize,
  pictures: readonly OverlayOptions[],
  words: readonly string[],
): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${words.join('')}</svg>`;
  return sharp({ create: { width, height, channels: 3, background: PAPER } })
    .composite([...pictures, { input: Buffer.from(svg), left: 0, top: 0 }])
    .png()
    .toBuffer();
}
