import { itemAt } from '../../dsl/index.js';
import { decodeClip, foundOf, type Found, type Work } from './decode-clip.js';
import { examineVideo, type ExaminedVideo } from './examine-video.js';
import { isForSharp } from './media-of.js';
import { storeVideos } from './store-videos.js';

/** A clip that is asked for, as long as the signal does not say that nobody needs it any more. */
export interface Asked {
  readonly work: Work;
  readonly signal: AbortSignal;
}

/** What became of a clip. */
type Outcome = PromiseSettledResult<Found>;
type Video = Asked & { readonly video: ExaminedVideo };

/** Most pixels of the frames of videos that one ffmpeg decodes beside each other, which bounds its memory: those of a 1080p video. */
const PIXELS = 1920 * 1080;

/**
 * Decode clips like `decodeClip`, small videos together by one ffmpeg: to start it takes longer than to decode a short video. Where it
 * fails or speaks of a damage, each of its videos is decoded alone, so that it is known which one that was.
 *
 * @returns the outcomes in the order of the clips
 */
export async function decodeClips(asked: readonly Asked[]): Promise<readonly Outcome[]> {
  const videos: Video[] = [];
  for (const one of asked) {
    const video = asked.length > 1 ? await examined(one) : undefined;
    if (video !== undefined) videos.push({ ...one, video });
  }
  const found = new Map<Work, Found>();
  for (const some of groupsOf(videos)) {
    const stored = await together(some);
    stored?.forEach((one, i) => found.set(itemAt(some, i).work, one));
  }
  const outcomes: Outcome[] = [];
  for (const { work, signal } of asked) {
    outcomes.push(...(await Promise.allSettled([found.get(work) ?? decodeClip(work, signal)])));
  }
  return outcomes;
}

/** The properties of a video; undefined for a picture, and where only `decodeClip` can say what is wrong. */
async function examined({ work: { clip, decoding }, signal }: Asked): Promise<ExaminedVideo | undefined> {
  try {
    return (await isForSharp(clip)) ? undefined : await examineVideo(clip, decoding, signal);
  } catch {
    return undefined;
  }
}

/** The videos in their order, in groups that one ffmpeg decodes. */
function groupsOf(videos: readonly Video[]): Video[][] {
  const groups: Video[][] = [];
  let left = 0;
  for (const one of videos) {
    if (one.video.pixels > left) {
      groups.push([]);
      left = PIXELS;
    }
    groups.at(-1)?.push(one);
    left -= one.video.pixels;
  }
  return groups;
}

/** What is found of a group of videos; undefined where `decodeClip` has to decode each of them. */
async function together(videos: readonly Video[]): Promise<Found[] | undefined> {
  const works = videos.map(({ work, video }) => ({ ...work, video }));
  try {
    return (await storeVideos(works, allOf(videos.map(({ signal }) => signal)))).map(foundOf);
  } catch {
    return undefined;
  }
}

/** A signal that comes when all of several have come. */
function allOf(signals: readonly AbortSignal[]): AbortSignal {
  const all = new AbortController();
  const look = (): void => {
    if (signals.every(({ aborted }) => aborted)) all.abort();
  };
  for (const signal of signals) signal.addEventListener('abort', look, { once: true });
  look();
  return all.signal;
}
