import type { Picture } from '../../dsl/index.js';

/** Pictures are enlarged to about this height in pixels, so that coarse levels are visible too. */
const HEIGHT = 384;

/** A picture as PNG, every pixel as a square. */
export async function pngOf({ data, width, height, channels }: Picture): Promise<Buffer> {
  const { default: sharp } = await import('sharp'); // loaded only when needed, because it takes long
  const scale = Math.max(1, Math.round(HEIGHT / height));
  return sharp(data, { raw: { width, height, channels } })
    .resize(width * scale, height * scale, { kernel: 'nearest' })
    .png()
    .toBuffer();
}
