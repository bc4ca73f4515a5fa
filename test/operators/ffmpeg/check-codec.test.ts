import { describe, expect, test } from '@jest/globals';
import { checkCodec, checkEncoder } from '../../../operators/ffmpeg/check-codec.js';
import { ffmpegInUse } from '../../../operators/ffmpeg/ffmpeg.js';
import { parseTarget } from '../../../operators/ffmpeg/target.js';

const check =
  (path: string, codec = '', format = '') =>
  () =>
    checkCodec(parseTarget(path, codec, format, 'with.path'), 'with.codec');

describe('what ffmpeg would write and not read again is refused with an encoder that fits:', () => {
  test.each([
    ['VP9 in MPEG-TS', 'a.ts', 'vp9', '', 'codec: libx264'],
    ['AV1 over SRT', 'srt://host:9000', 'libsvtav1', '', 'codec: libx264'],
    ['H.265 in AVI', 'a.avi', 'libx265', '', 'codec: libx264'],
    ['JPEG in names of PNG', 'frames/%05d.png', 'mjpeg', '', 'codec: png'],
    ['PNG in names of JPEG', 'frames/%d.JPG', 'png', 'image2', 'codec: mjpeg'],
    ['H.264 in WebM', 'a.webm', 'h264', '', 'codec: libvpx-vp9'],
    ['H.264 in GIF', 'a.gif', 'h264', '', 'codec: gif'],
    ['PNG in APNG', 'a.apng', 'png', '', 'codec: apng'],
    ['H.264 in WebP', 'a.webp', 'h264', '', 'codec: libwebp_anim'],
    ['VP8 in FLV', 'rtmp://host/a', 'vp8', '', 'codec: libx264'],
    ['H.264 in y4m', 'a.y4m', 'h264', '', 'codec: wrapped_avframe'],
    ['FFV1 in MP4', 'a.mp4', 'ffv1', '', 'codec: libx264'],
    ['VP9 in MOV', 'a.mov', 'vp9', '', 'codec: libx264'],
    ['raw frames as they are', 'a.nut', 'copy', 'nut', 'codec: libx264'],
  ])('%s', (_, path, codec, format, advice) => {
    expect(check(path, codec, format)).toThrow(new RegExp(`with.codec {2}E_CODEC[^]*${advice}`));
  });

  test.each<readonly [string, string, string]>([
    ...(['a.mp4', 'a.ts', 'a.avi', 'frames/', 'frames/%d.tif', 'a.m3u8', 'a.gif'] as const).map(
      (path) => [path, '', ''] as const,
    ),
    ['a.ts', 'hevc_nvenc', ''],
    ['udp://host:1', 'mpeg2video', ''],
    ['a.avi', 'rawvideo', ''],
    ...['webm', 'apng', 'webp', 'flv', 'y4m', 'mov', 'mkv', 'mpd'].map((ending) => [`a.${ending}`, '', ''] as const),
    ...['vp8', 'vp9', 'av1', 'libaom-av1', 'vp9_vaapi'].map((codec) => ['a.webm', codec, ''] as const),
    ...['vp9', 'av1', 'mpeg4', 'h265', 'mjpeg', 'h264_nvenc'].map((codec) => ['a.mp4', codec, ''] as const),
    ...['prores_ks', 'dnxhd', 'ffv1', 'h265', 'png', 'gif'].map((codec) => ['a.mov', codec, ''] as const),
    ['a.flv', 'h265', ''],
    ['-', 'libvpx', 'webm'],
  ])('and not %s %s %s', (path, codec, format) => {
    expect(check(path, codec, format)).not.toThrow();
  });
});

test('an encoder that this ffmpeg does not have is refused with the nearest one', async () => {
  const ffmpeg = await ffmpegInUse();
  const encoder = (codec: string) => checkEncoder(parseTarget('a.mp4', codec, '', ''), ffmpeg, 'with.codec');
  await expect(encoder('libx246')).rejects.toThrow(/with.codec {2}E_CODEC[^]*ffmpeg \S+ \([^]*did you mean "libx264"/);
  await expect(encoder('constructor')).rejects.toThrow(/E_CODEC[^]*known: .*libx264/);
  await expect(encoder('h265')).resolves.toBeUndefined();
});
