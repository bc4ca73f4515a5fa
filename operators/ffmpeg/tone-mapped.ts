import { HpdmError, type Context } from '../../dsl/index.js';
import type { Clip } from './clip.js';
import type { Ffmpeg } from './ffmpeg.js';
import { hasFilter } from './lacks.js';

/** The usual names of the transfer functions of a high dynamic range. */
const NAMES: Readonly<Record<string, string>> = { smpte2084: 'PQ', 'arib-std-b67': 'HLG' };

/**
 * The warning that a clip's high dynamic range is mapped to the range of a normal screen.
 * fails E_HDR when this ffmpeg cannot do that
 */
export async function checkRange(
  clip: Clip | undefined,
  path: string,
  ffmpeg: Ffmpeg,
  context: Context,
): Promise<void> {
  if (clip?.hdr === undefined) return;
  const range = `HDR (${NAMES[clip.hdr] ?? clip.hdr}, bt2020)`;
  if (await hasFilter(ffmpeg, 'zscale')) {
    context.warn(`${path} is ${range}: tone-mapped to the range of a normal screen (bt709)`);
    return;
  }
  throw new HpdmError({
    code: 'E_HDR',
    path: `nodes.${context.node}.with.path`,
    expected: 'a video in the range of a normal screen, or an ffmpeg with the filter zscale to bring it there',
    got: `${path}, which is ${range}; ffmpeg ${ffmpeg.version} (${ffmpeg.source}) has no zscale`,
    try: 'another ffmpeg (FFMPEG_PATH); hpdm doctor shows what each one lacks',
  });
}

/** Filters that map a high dynamic range to the range of a normal screen, bt709. */
export const toneMapped = (transfer: string): string[] => [
  `zscale=tin=${transfer}:pin=bt2020:t=linear:npl=100`,
  'format=gbrpf32le',
  'zscale=p=bt709',
  'tonemap=hable:desat=0',
  'zscale=t=bt709:m=bt709:r=tv',
  'format=yuv444p',
];

/** Filters that put a picture with transparent parts on a plain background, `#rrggbb`. */
export function flattened(background: string): string[] {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => parseInt(background.slice(at, at + 2), 16));
  const plain = `lutrgb=r=${r}:g=${g}:b=${b}:a=255`;
  return [`format=rgba,split[over][under];[under]${plain}[plain];[plain][over]overlay=format=rgb`];
}
