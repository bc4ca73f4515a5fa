import { HpdmError } from '../../dsl/index.js';
import type { Frame } from './frame.js';

/** Longest side in pixels that an encoder takes. */
const LONGEST: Readonly<Record<string, number>> = {
  libx264: 16_384,
  'libvpx-vp9': 65_536,
  libvpx: 16_383,
  libwebp_anim: 16_383,
  gif: 65_535,
};

/**
 * Refuse frames that are larger than the encoder or ffmpeg takes.
 *
 * fails E_LARGE_FRAME
 * source `av_image_check_size2` of libavutil: 8 · (width + 128) · (height + 128) < 2³¹ − 1
 */
export function checkLargest({ width, height }: Pick<Frame, 'width' | 'height'>, codec: string, place: string): void {
  const most = LONGEST[codec];
  const isLong = most !== undefined && Math.max(width, height) > most;
  if (!isLong && 8 * (width + 128) * (height + 128) < 2 ** 31 - 1) return;
  throw new HpdmError({
    code: 'E_LARGE_FRAME',
    path: place,
    expected: isLong
      ? `sides of at most ${most} pixels, which ${codec} takes`
      : 'less than about 268 million pixels, which ffmpeg takes',
    got: `${width}×${height} (width × height)`,
    try: "fewer videos in the grid, a smaller scale, or a file for each video, such as --out 'out/{n}.mp4'",
  });
}
