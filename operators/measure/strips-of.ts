import { centred } from '../pixels/centred.js';
import { fromTensor } from '../pixels/from-tensor.js';
import { tf } from '../tensor/tf.js';

/** Frames of a video that are shown, and their greatest height in pixels. */
const [FRAMES, HEIGHT] = [6, 64] as const;

/**
 * Some frames of each video side by side, as PNG.
 *
 * @param video [B, F, H, W, C], C 1 or 3
 * @param place where the video entered, for messages
 * fails E_NOT_FINITE, E_CHANNELS
 */
export async function stripsOf(video: tf.Tensor5D, place: string): Promise<Buffer[]> {
  const [B, F] = video.shape;
  const pick = centred(F, FRAMES);
  const strips: Buffer[] = [];
  for (let b = 0; b < B; b++) {
    const one = tf.slice(video, [b, 0, 0, 0, 0], [1, -1, -1, -1, -1]);
    const frames = await fromTensor(one, { pick, place }).finally(() => {
      one.dispose();
    });
    strips.push(await stripOf(frames));
  }
  return strips;
}

async function stripOf({
  count,
  width,
  height,
  channels,
  data,
}: Awaited<ReturnType<typeof fromTensor>>): Promise<Buffer> {
  const row = width * channels;
  const side = Buffer.alloc(count * height * row);
  for (let f = 0; f < count; f++) {
    for (let y = 0; y < height; y++) {
      side.set(data.subarray((f * height + y) * row, (f * height + y + 1) * row), (y * count + f) * row);
    }
  }
  const { default: sharp } = await import('sharp'); // loaded only when needed, because it takes long
  const picture = sharp(side, { raw: { width: width * count, height, channels } });
  return (height > HEIGHT ? picture.resize({ height: HEIGHT }) : picture).png().toBuffer();
}
