import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClipCache } from '../../../operators/clips/clip-cache.js';
import { inParallel } from '../../../operators/clips/in-parallel.js';
import { surveyClip, type ClipFacts } from '../../../operators/clips/survey-clip.js';
import type { Clip } from '../../../operators/values/clips.js';

/** A clip, and what is known of it: its facts with the number of frames that it is decoded to, or why it cannot be read. */
export interface ExaminedClip {
  readonly clip: Clip;
  readonly facts: (ClipFacts & { readonly decoded: number }) | { readonly reason: string };
}

/** Size of the frames that are decoded to count them, in pixels. */
const COUNTED = 16;
/** A clip with so many times the frames that are needed is not decoded: what its header says is not that far off. */
const PLENTY = 2;

/**
 * Examine clips by their headers. Those that may be too short are decoded, as a training decodes them: the header of a video with a variable
 * rate, or of a part, does not tell how many frames come out of it.
 *
 * @param fps frames per second; 0: those of each clip
 * @param needed frames from which on a clip is long enough
 */
export async function examineClips(
  clips: readonly Clip[],
  { fps, needed, signal }: { readonly fps: number; readonly needed: number; readonly signal: AbortSignal },
): Promise<readonly ExaminedClip[]> {
  const folder = await mkdtemp(join(tmpdir(), 'hpdm-data-'));
  try {
    const size = { height: COUNTED, width: COUNTED, channels: 1 } as const;
    const decoding = { ...size, fps, crop: 'centre', background: '#ffffff' } as const;
    const cache = await ClipCache.open(folder, decoding, { jobs: 0, place: 'data', signal });
    return await inParallel(clips, availableParallelism(), async (clip): Promise<ExaminedClip> => {
      const facts = await surveyClip(clip, signal);
      if ('reason' in facts) return { clip, facts };
      const said = clip.still === true ? 1 : framesSaid(facts, fps);
      if (clip.still === true || said >= PLENTY * needed) return { clip, facts: { ...facts, decoded: said } };
      const found = await cache.get(clip);
      if ('reason' in found) return { clip, facts: found };
      const decoded = found.stored.shape[0];
      return { clip, facts: { ...facts, ...(fps === 0 ? { frames: decoded } : {}), decoded } };
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The number of frames by the header; 0 where it does not say. */
const framesSaid = ({ frames = 0, seconds }: ClipFacts, fps: number): number =>
  fps > 0 && seconds !== undefined ? Math.round(seconds * fps) : frames;
