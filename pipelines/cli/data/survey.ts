import type { Cascade } from '../../../dsl/index.js';
import { lastLevelShape } from '../../../operators/clips/clip-settings.js';
import { isTooShort } from '../../../operators/clips/clip-view.js';
import type { Data, DataForm } from '../../../operators/clips/open-data.js';
import { HEADER_BYTES } from '../../../operators/clips/stored-clip.js';
import type { ClipFacts } from '../../../operators/clips/survey-clip.js';
import type { Clip } from '../../../operators/values/clips.js';
import { classless } from './classless.js';
import { examineClips } from './examine-clips.js';

/** The smallest and the largest of numbers. */
export type Range = readonly [number, number];

/** What a data set holds. */
export interface Survey {
  readonly form: DataForm;
  readonly clips: number;
  /** How many of the clips were opened; all, unless there are too many. */
  readonly opened: number;
  /** Clips with several frames, single pictures, and videos of one frame, of those that were opened and can be read. */
  readonly moving: number;
  readonly pictures: number;
  readonly ofOneFrame: number;
  readonly unreadable: readonly { readonly name: string; readonly reason: string }[];
  /** Sizes, the most frequent first, with their numbers of clips. */
  readonly sizes: readonly { readonly width: number; readonly height: number; readonly clips: number }[];
  /** Frames per second, seconds and frames of clips that move; undefined if no clip states them. */
  readonly rates?: Range;
  readonly seconds?: Range;
  readonly frames?: Range;
  readonly classes: readonly { readonly name: string; readonly clips: number }[];
  /** Clips that are in no class, where others are in one. */
  readonly classless: readonly string[];
  readonly captions: { readonly clips: number; readonly distinct: number; readonly examples: readonly string[] };
  /** For a cascade: the bytes of all decoded clips, and the clips shorter than its last level. */
  readonly forCascade: { readonly cacheBytes: number; readonly tooShort: readonly string[] };
}

/** Which clips to open, and what to work out the cache for. */
export interface SurveyOptions {
  readonly cascade: Cascade;
  /** Frames per second of windows; 0: those of each clip. */
  readonly fps: number;
  /** Largest number of clips to open, spread evenly over all. */
  readonly most: number;
  readonly signal: AbortSignal;
}

/** Look at a data set. Clips are opened; those that may be too short are decoded, too. */
export async function survey({ clips, form }: Data, { cascade, fps, most, signal }: SurveyOptions): Promise<Survey> {
  const all = Array.from({ length: clips.length }, (_, i) => clips.at(i, 0));
  const chosen = spread(all, most);
  const [needed] = lastLevelShape(cascade);
  const found = await examineClips(chosen, { fps, needed, signal });
  const readable = found.flatMap(({ clip, facts }) => ('reason' in facts ? [] : [{ clip, facts }]));
  const moving = readable.map(({ facts }) => facts).filter(({ frames }) => frames !== 1);
  const pictures = readable.filter(({ clip }) => clip.still === true).length;
  const rates = rangeOf(moving.map(({ rate }) => rate));
  const seconds = rangeOf(moving.map((facts) => facts.seconds));
  const frames = rangeOf(moving.map((facts) => facts.frames));
  return {
    ...{ form, clips: all.length, opened: chosen.length },
    ...{ moving: moving.length, pictures, ofOneFrame: readable.length - moving.length - pictures },
    unreadable: found.flatMap(({ clip, facts }) => ('reason' in facts ? [{ name: clip.name, ...facts }] : [])),
    sizes: sizesOf(readable.map(({ facts }) => facts)),
    ...(rates && { rates }),
    ...(seconds && { seconds }),
    ...(frames && { frames }),
    classes: clips.classes.map((name, label) => ({ name, clips: all.filter((clip) => clip.label === label).length })),
    classless: classless(clips).map(({ name }) => name),
    captions: captionsOf(all),
    forCascade: costFor(readable, { cascade, times: all.length / Math.max(1, chosen.length) }),
  };
}

/** At most `most` items, spread evenly. */
export const spread = <T>(items: readonly T[], most: number): readonly T[] =>
  items.length <= most
    ? items
    : items.filter((_, i) => Math.floor((i * most) / items.length) !== Math.floor(((i - 1) * most) / items.length));

function sizesOf(facts: readonly ClipFacts[]): Survey['sizes'] {
  const counts = new Map<string, { width: number; height: number; clips: number }>();
  for (const { width, height } of facts) {
    const size = counts.get(`${width}×${height}`) ?? { width, height, clips: 0 };
    counts.set(`${width}×${height}`, { ...size, clips: size.clips + 1 });
  }
  return [...counts.values()].sort((a, b) => b.clips - a.clips);
}

/** The smallest and the largest value; undefined if there is none. */
function rangeOf(values: readonly (number | undefined)[]): Range | undefined {
  const known = values.filter((value) => value !== undefined);
  if (known.length === 0) return undefined;
  return [known.reduce((a, b) => Math.min(a, b)), known.reduce((a, b) => Math.max(a, b))];
}

function captionsOf(clips: readonly Clip[]): Survey['captions'] {
  const captioned = clips.filter(({ captions }) => captions !== undefined);
  const distinct = [...new Set(captioned.flatMap(({ captions = [] }) => captions))];
  return { clips: captioned.length, distinct: distinct.length, examples: spread(distinct, 3) };
}

interface Costing {
  readonly cascade: Cascade;
  /** All clips divided by those that were opened. */
  readonly times: number;
}

function costFor(
  readable: readonly { readonly clip: Clip; readonly facts: { readonly decoded: number } }[],
  { cascade, times }: Costing,
): Survey['forCascade'] {
  const [needed, height, width, channels] = lastLevelShape(cascade);
  const bytes = readable.map(({ facts }) => HEADER_BYTES + facts.decoded * height * width * channels);
  const short = readable.filter(({ facts }) => isTooShort(facts.decoded, needed, { take: 'window', short: 'skip' }));
  return {
    cacheBytes: Math.round(times * bytes.reduce((sum, one) => sum + one, 0)),
    tooShort: short.map(({ clip }) => clip.name),
  };
}
