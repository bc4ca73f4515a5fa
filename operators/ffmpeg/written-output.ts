import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { WrittenFile } from '../../dsl/index.js';
import { leftOver } from '../disk/left-over.js';
import { namesIn } from '../disk/names-in.js';
import { sizeOf } from '../disk/size-of.js';
import type { Encoding, Feed } from './encoding-arguments.js';
import type { Frame } from './frame.js';
import { numbered, segments, type Target } from './target.js';

/** What went to ffmpeg. */
interface Sent {
  readonly frame: Frame;
  /** Frames, and their length in seconds. */
  readonly count: number;
  readonly seconds: number;
  readonly feed: Feed;
  readonly settings: Encoding;
}

/** The output of ffmpeg at its final place, with its size and what it holds; undefined if it is not there. */
export async function writtenOutput(target: Target, sent: Sent): Promise<WrittenFile | undefined> {
  const { kind, folder, name } = target;
  const facts = factsOf(sent);
  if (kind === 'live') return { path: name, facts };
  const path = kind === 'images' ? join(folder, '/') : join(folder, name);
  const siblings = { images: numbered(name), playlist: segments(name), file: undefined }[kind];
  const own = siblings === undefined ? [] : leftOver(namesIn(folder), siblings, [], firstNumber(sent.settings));
  const bytes = await sizeOf(siblings === undefined ? path : folder, (file) => file === name || own.includes(file));
  if (bytes === undefined) return undefined;
  if (kind !== 'playlist') return { path, bytes, facts };
  const files = (await readdir(folder)).filter((file) => segments(name).test(file) && !/-init(_\w+)?\.m4s$/.test(file));
  return { path, bytes, facts: { segments: files.length, ...facts } };
}

/** The number of the first picture. */
const firstNumber = ({ extra }: Encoding): number =>
  extra.includes('-start_number') ? Number(extra[extra.indexOf('-start_number') + 1]) : 1;

/** A filter of the user may change all of this, so nothing is said then. */
function factsOf({ frame, count, seconds, feed, settings }: Sent): Readonly<Record<string, number>> {
  if (settings.filter !== '') return {};
  return {
    frames: feed.evened ? Math.round(seconds * feed.rate) : count,
    seconds: Number(seconds.toFixed(3)),
    width: frame.width * settings.scale,
    height: frame.height * settings.scale,
  };
}
