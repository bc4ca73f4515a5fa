import { inputName, isNumbered, type Clip } from './probe.js';

/** What is read of a clip; see `video.read` for what each means. */
export interface Decoding {
  readonly path: string;
  readonly fps: number;
  readonly size: readonly number[];
  readonly fit: 'crop' | 'pad' | 'stretch';
  readonly start: number;
  readonly length: number;
  readonly frames: number;
  readonly channels: number;
}

/** All of ffmpeg's arguments for decoding `clip` to raw frames of `width` by `height` on stdout. */
export function decodingArguments(settings: Decoding, clip: Clip, width: number, height: number): string[] {
  const { fps, start, length } = settings;
  const numbered = isNumbered(settings.path);
  // Numbered images have no rate of their own: all of them are read.
  const input = numbered && fps > 0 ? ['-framerate', `${fps}`] : [];
  const filters = [...(fps > 0 && !numbered ? [`fps=${fps}`] : []), ...resize(settings, clip, width, height)];
  return [
    ...['-hide_banner', '-nostdin', '-loglevel', 'error', ...input],
    ...(start > 0 ? ['-ss', `${start}`] : []),
    ...(length > 0 ? ['-t', `${length}`] : []),
    ...['-i', inputName(settings.path), '-map', '0:V:0', '-vf', filters.join(',')],
    ...(settings.frames > 0 ? ['-frames:v', `${settings.frames}`] : []),
    ...['-f', 'rawvideo', '-pix_fmt', settings.channels === 1 ? 'gray' : 'rgb24', 'pipe:1'],
  ];
}

/** Square pixels of the size shown; then fitted into `size`. */
function resize({ size, fit }: Decoding, clip: Clip, width: number, height: number): string[] {
  const flags = 'flags=bicubic+accurate_rnd+full_chroma_int+full_chroma_inp';
  const stretch = (w: number, h: number) => `scale=${w}:${h}:${flags}`;
  if (size.length === 0 || fit === 'stretch') return [stretch(width, height)];
  const factor = (fit === 'crop' ? Math.max : Math.min)(width / clip.width, height / clip.height);
  const [w, h] = [Math.max(1, Math.round(clip.width * factor)), Math.max(1, Math.round(clip.height * factor))];
  return [stretch(w, h), fit === 'crop' ? `crop=${width}:${height}` : `pad=${width}:${height}:(ow-iw)/2:(oh-ih)/2`];
}

/** How many frames will come, as far as the file tells. */
export function expectedFrames({ fps, start, length, frames }: Decoding, { rate, seconds }: Clip): number | undefined {
  const left = seconds === undefined ? length : Math.min(length || Infinity, Math.max(0, seconds - start));
  const byTime = left > 0 && (fps || rate) ? Math.round(left * (fps || (rate ?? 0))) : undefined;
  if (frames === 0) return byTime;
  return byTime === undefined ? frames : Math.min(frames, byTime);
}
