import { counted } from '../../dsl/index.js';
import { open } from 'node:fs/promises';
import sharp, { type Sharp, type SharpOptions } from 'sharp';
import type { Clip } from '../values/clips.js';
import { coverSize, framesShown, type Decoding, type Pixels } from './decoding.js';
import { readBytes } from './tar-members.js';

// A file that has changed must not be taken from libvips's cache, and no clip is decoded twice.
sharp.cache(false);

/** Milliseconds that a frame without a duration is shown for, as browsers do. */
const USUAL_DELAY = 100;

/** Decode a picture, an animation or a strip of frames with sharp, on its own threads; fails as sharp does. */
export async function decodeImage(clip: Clip, decoding: Decoding): Promise<Pixels> {
  const { source } = clip;
  if (source.kind === 'strip') return decodeStrip(source, decoding);
  return decodeAnimation(await imageInput(clip), clip, decoding);
}

/** A clip as an input of sharp: the path of a file, or the bytes of a part of one. */
export async function imageInput({ source }: Clip): Promise<string | Buffer> {
  return source.kind === 'part' ? readPart(source) : source.path;
}

async function readPart({ path, start, end }: { path: string; start: number; end: number }): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    return await readBytes(file, start, end - start);
  } finally {
    await file.close();
  }
}

async function decodeAnimation(input: string | Buffer, clip: Clip, decoding: Decoding): Promise<Pixels> {
  const image = sharp(input, { pages: -1 });
  const { pages = 1, pageHeight, height, width, autoOrient, delay } = await image.metadata();
  const shown =
    pages === 1 ? { width: autoOrient.width, height: autoOrient.height } : { width, height: pageHeight ?? height };
  // sharp turns single pictures only; animations carry no orientation
  const upright = pages === 1 ? image.autoOrient() : image;
  const { data, size } = await finish(upright, shown, decoding);
  const frameBytes = size.height * size.width * decoding.channels;
  const delays = Array.from({ length: pages }, (_, i) => delay?.[i] || USUAL_DELAY);
  const frames = pages === 1 ? [0] : framesShown(delays, decoding.fps, clip);
  const isWhole = frames.length === pages && frames.every((frame, i) => frame === i);
  const rate = decoding.fps || (1000 * pages) / delays.reduce((sum, one) => sum + one, 0);
  return {
    shape: [frames.length, size.height, size.width, decoding.channels],
    data: isWhole ? data : Buffer.concat(frames.map((k) => data.subarray(k * frameBytes, (k + 1) * frameBytes))),
    ...(pages === 1 ? {} : { rate }),
  };
}

/** Scale every page of an image, put it on the background, and take its bytes. */
async function finish(
  image: Sharp,
  shown: { readonly width: number; readonly height: number },
  decoding: Decoding,
): Promise<{ data: Buffer; size: { readonly width: number; readonly height: number } }> {
  const { channels, crop, background } = decoding;
  const size = crop === 'random' ? coverSize(shown.width, shown.height, decoding) : decoding;
  const { data } = await image
    .flatten({ background })
    .resize(size.width, size.height, { fit: crop === 'random' ? 'fill' : 'cover', kernel: 'cubic' })
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, size };
}

/** The frames of a strip, each scaled as a picture of its own, so that no frame bleeds into the next. */
async function decodeStrip(
  { path, frames, rate }: { readonly path: string; readonly frames: number; readonly rate?: number },
  decoding: Decoding,
): Promise<Pixels> {
  const { data, info } = await sharp(path).raw().toBuffer({ resolveWithObject: true });
  const [width, { height, channels }] = [Math.floor(info.width / frames), info];
  if (width * frames !== info.width)
    throw new Error(`${counted(info.width, 'pixel')} wide, which is not ${counted(frames, 'frame')}`);
  const raw: NonNullable<SharpOptions['raw']> = { width: info.width, height, channels };
  const pieces = await Promise.all(
    Array.from({ length: frames }, (_, k) => {
      const frame = sharp(data, { raw }).extract({ left: k * width, top: 0, width, height });
      return finish(frame, { width, height }, decoding);
    }),
  );
  const size = pieces[0]?.size ?? decoding;
  return {
    shape: [frames, size.height, size.width, decoding.channels],
    data: Buffer.concat(pieces.map((piece) => piece.data)),
    ...(rate === undefined ? {} : { rate }),
  };
}
