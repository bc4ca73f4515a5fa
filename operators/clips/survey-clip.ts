import sharp from 'sharp';
import { HpdmError } from '../../dsl/index.js';
import { probe } from '../ffmpeg/probe.js';
import type { Clip } from '../values/clips.js';
import { imageInput } from './decode-image.js';
import { clipInput } from './examine-video.js';
import { isForSharp } from './media-of.js';

/** What a clip says of itself; nothing of it has been decoded. */
export interface ClipFacts {
  readonly width: number;
  readonly height: number;
  /** Number of frames; of a video that does not state it, from its length and rate. */
  readonly frames?: number;
  /** Frames per second. */
  readonly rate?: number;
  readonly seconds?: number;
}

/** The facts about a clip, or why it cannot be read. */
export async function surveyClip(clip: Clip, signal: AbortSignal): Promise<ClipFacts | { readonly reason: string }> {
  const { kind } = clip.source;
  try {
    return kind === 'strip' || (await isForSharp(clip)) ? await ofImage(clip) : await ofVideo(clip, signal);
  } catch (error) {
    if (error instanceof HpdmError && error.code === 'E_NO_VIDEO') return { reason: 'it holds no video' };
    if (error instanceof HpdmError && error.code !== 'E_NOT_VIDEO') throw error;
    const said = error instanceof HpdmError ? error.faults[0]?.got : (error as Error).message;
    return { reason: said?.split('\n')[0] ?? 'unknown' };
  }
}

async function ofImage(clip: Clip): Promise<ClipFacts> {
  const { source } = clip;
  const { width, height, pages = 1, pageHeight, delay = [] } = await sharp(await imageInput(clip)).metadata();
  if (source.kind === 'strip') return { width: width / source.frames, height, ...timed(source.frames, source.rate) };
  if (pages === 1) return { width, height, frames: 1 };
  const seconds = delay.reduce((sum, one) => sum + (one || 100), 0) / 1000;
  return { width, height: pageHeight ?? height, ...timed(pages, pages / seconds) };
}

async function ofVideo(clip: Clip, signal: AbortSignal): Promise<ClipFacts> {
  const found = await probe(clipInput(clip), 'not a video', clip.name, signal);
  if (found === undefined) throw new RangeError('only a live input has no properties');
  const { width, height, rate, seconds: whole } = found;
  const seconds = whole === undefined ? undefined : Math.max(0, Math.min(whole, clip.end ?? whole) - (clip.start ?? 0));
  const isPart = clip.start !== undefined || clip.end !== undefined;
  const byTime = seconds === undefined || rate === undefined ? undefined : Math.round(seconds * rate);
  const frames = isPart ? byTime : (found.frames ?? byTime);
  return {
    ...{ width, height },
    ...(frames === undefined ? {} : { frames }),
    ...(rate === undefined ? {} : { rate }),
    ...(seconds === undefined ? {} : { seconds }),
  };
}

const timed = (frames: number, rate: number | undefined): Partial<ClipFacts> =>
  rate === undefined ? { frames } : { frames, rate, seconds: frames / rate };
