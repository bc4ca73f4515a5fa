import { join } from 'node:path';
import { HpdmError, bool, choice, int, number, path, refusalsOf, stage, string, strings } from '../../dsl/index.js';
import type { Files, Settings } from '../../dsl/index.js';
import { frames } from '../values/frames.js';
import { Destination } from '../disk/destination.js';
import { isSpecial, openInPlace } from '../disk/open-in-place.js';
import { checkCodec, checkEncoder } from '../ffmpeg/check-codec.js';
import { checkSize } from '../ffmpeg/encoding-arguments.js';
import { ffmpegInUse } from '../ffmpeg/ffmpeg.js';
import { USUAL_PRESET } from '../ffmpeg/passed-on.js';
import { numbered, parseTarget, segments, type Target } from '../ffmpeg/target.js';
import { Writer } from '../ffmpeg/writer.js';

const parameters = {
  path: path(
    'x.mp4, .mov, .mkv, .webm, .gif, .apng, .webp, .y4m, .m3u8 (HLS), .mpd (DASH), an image folder (dir/ or dir/%05d.png), - (standard output), rtmp://, srt://, udp://…',
  ),
  fps: number('frame rate to play at; 0: that of the frames, 24 where they come from no file', {
    default: 0,
    min: 0,
    max: 1000,
    unit: 'frames per second',
  }),
  times: choice(
    ['keep', 'constant'],
    'whether frames at different distances keep their times, or some are repeated and dropped for a constant rate',
    {
      default: 'keep',
    },
  ),
  codec: string(
    'h264, h265, vp8, vp9, av1, or the name of an encoder of ffmpeg; empty: libx264, libvpx-vp9, gif or png, by the path',
    { default: '' },
  ),
  format: string("ffmpeg's container; empty: by the path (standard output needs one)", { default: '' }),
  crf: int('constant quality of H.264, H.265, VP9 and AV1, lower is better', { default: 18, min: 0, max: 63 }),
  preset: string('x264 preset, ultrafast … veryslow', { default: USUAL_PRESET }),
  pixelFormat: string('pixel format; empty: yuv420p for H.264, H.265, VP9 and AV1', { default: '' }),
  scale: int('enlarge by a whole factor with hard pixels', { default: 1, min: 1, max: 64 }),
  filter: string('ffmpeg filters to apply before the encoder, such as vflip', { default: '' }),
  audio: string('sound: keep (that of the file the frames come from), none, or a file with sound', { default: 'keep' }),
  mode: choice(
    ['vod', 'event', 'live'],
    'vod: appears when it is whole; event: grows in its place and can be played meanwhile; live: as event, and playlists keep their newest segments only',
    { default: 'vod' },
  ),
  pace: choice(['auto', 'on', 'off'], 'whether frames are sent no faster than they are shown; auto: to addresses', {
    default: 'auto',
  }),
  comment: string('text that the file keeps, where its container can; empty: none', { default: '' }),
  extra: strings('further ffmpeg arguments, put before the output', { default: [] }),
  overwrite: bool('replace an existing file', { default: true }),
  partial: bool('keep what is written of a cancelled run, as x.partial.mp4 for x.mp4 (one file, mode vod)', {
    default: false,
  }),
};
type Writing = Settings<typeof parameters>;

/**
 * Write frames through ffmpeg, as they come: at most one item is in flight (`drain`).
 *
 * in   frames  rgb24 or gray8, every item of one size; an item without frames adds nothing
 * YUV outputs have colours in bt709 with limited range, and are tagged so; in mp4 and mov, moov comes first, so that they start fast.
 * The output is made beside its final place and renamed when it is complete; a cancelled or failed run leaves no file, unless `partial` says so.
 * Live outputs (pipe, rtmp …) and those of mode event or live are written by ffmpeg directly; on cancel they get two seconds to complete.
 * A playlist is replaced completely, with its segments. Of a folder of images only the names of the pattern are replaced, and those that go on
 * from the last one, of a longer video, are removed; other files stay.
 * A symbolic link stays, and the file that it leads to is replaced; a device or a pipe is written to as it is.
 * fails E_OUTPUT_PATH, E_CODEC, E_EXTRA, E_FOLDER, E_EXISTS, E_FFMPEG_MISSING before any frame is made; E_ODD_SIZE, E_LARGE_FRAME, E_FRAME_SIZE,
 *       E_EMPTY_VIDEO, E_NO_SOUND; E_DISK_FULL, E_FFMPEG with the end of its stderr
 */
export const videoWrite = stage({
  id: 'video.write',
  summary: 'Write frames to a video file, image folder, playlist or live output',
  in: { frames: frames() },
  out: {},
  with: parameters,
  check: (settings, { H, W, C }) => {
    const { path, codec, format } = settings;
    return refusalsOf(() => {
      refuseFilters(settings, 'with.extra');
      const target = parseTarget(path, codec, format, 'with.path');
      checkCodec(target, 'with.codec');
      if (H !== undefined && W !== undefined) {
        checkSize({ width: W, height: H, channels: C === 1 ? 1 : 3 }, target, settings, 'in.frames');
      }
    });
  },
  checkFiles: async ({ path, codec, format }) => {
    if (codec === '') return; // a run says what is wrong with ffmpeg itself
    const ffmpeg = await ffmpegInUse().catch(() => undefined);
    if (ffmpeg !== undefined) await checkEncoder(parseTarget(path, codec, format, 'with.path'), ffmpeg, 'with.codec');
  },
  files: ({ path, codec, format, audio }) => filesOf(parseTarget(path, codec, format, 'with.path'), audio),
  open: async (settings, context) => {
    const place = `nodes.${context.node}.with.path`;
    refuseFilters(settings, `nodes.${context.node}.with.extra`);
    const target = parseTarget(settings.path, settings.codec, settings.format, place);
    checkCodec(target, `nodes.${context.node}.with.codec`);
    await checkEncoder(target, await ffmpegInUse(), `nodes.${context.node}.with.codec`);
    // a device or a pipe gets the frames as they come
    const mode = target.kind === 'file' && (await isSpecial(settings.path)) ? 'event' : settings.mode;
    const used = { ...settings, mode };
    return new Writer(target, await openDestination(target, used, place), used, context);
  },
});

/** The file of an output, a folder of images by the pattern of their names; its other images or segments; and a file with its sound. */
function filesOf(target: Target, audio: string): Files {
  const { kind, folder, name } = target;
  const names = siblingsOf(target);
  return {
    reads: ['keep', 'none'].includes(audio) ? {} : { audio },
    writes: { path: kind === 'live' ? name : join(folder, name) },
    ...(names && { replaces: { setting: 'path', folder, names } }),
  };
}

/** The names of the images or segments of an output. */
const siblingsOf = ({ kind, name }: Target): RegExp | undefined =>
  ({ images: numbered(name), playlist: segments(name), file: undefined, live: undefined })[kind];

/** The temporary place of the output; undefined if ffmpeg writes to the final place. */
async function openDestination(target: Target, settings: Writing, place: string): Promise<Destination | undefined> {
  const { kind, folder, name } = target;
  const { overwrite, mode } = settings;
  if (kind === 'live') return undefined;
  const siblings = siblingsOf(target);
  if (mode === 'vod') return Destination.open(folder, name, { place, overwrite, ...(siblings && { siblings }) });
  await openInPlace(folder, name, { place, overwrite, ...(siblings && { siblings }) });
  return undefined;
}

/** Refuse filters in `extra`. ffmpeg has one filter graph per output, so a second one would silently replace hpdm's. */
function refuseFilters({ extra }: Writing, place: string): void {
  const at = extra.findIndex((word) => /^-(vf|af|filter|filter_complex|lavfi|filter_script)(:|$)/.test(word));
  if (at < 0) return;
  throw new HpdmError({
    code: 'E_EXTRA',
    path: place,
    expected: "no filters here: they would replace hpdm's own",
    got: extra.slice(at, at + 2).join(' '),
    try: `filter: ${extra[at + 1] ?? 'vflip'}`,
  });
}
