import type { Picture } from '../../dsl/index.js';

/** Pictures are enlarged to about this height in pixels, so that coarse levels are visible too. */
const HEIGHT = 384;

/**
 * A picture as PNG, every pixel as a square.
 *
 * @param isEnlarged whether squares are larger than a pixel, for who shows the picture as it is
 */
export async function pngOf({ data, width, height, channels }: Picture, isEnlarged = true): Promise<Buffer> {
  const { default: sharp } = await import('sharp'); // loaded only when needed, because it takes long
  const scale = isEnlarged ? Math.max(1, Math.round(HEIGHT / height)) : 1;
  return sharp(data, { raw: { width, height, channels } })
    .resize(width * scale, height * scale, { kernel: 'nearest' })
    .png(isEnlarged ? {} : { compressionLevel: 2 })
    .toBuffer();
}
