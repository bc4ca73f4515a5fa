import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from '@jest/globals';
import { HpdmError, type Context, type Settings } from '../../../dsl/index.js';
import type { Frames } from '../../../operators/values/frames.js';
import type { Probed } from '../../../operators/ffmpeg/probed.js';
import { startFfmpeg } from '../../../operators/ffmpeg/ffmpeg.js';
import { askFfprobe } from '../../../operators/ffmpeg/ffprobe.js';
import { videoRead } from '../../../operators/video/read.js';
import { videoWrite } from '../../../operators/video/write.js';
import { settingsOf, testContext } from '../../context.js';

type Reading = Partial<Settings<typeof videoRead.with>>;
type Writing = Partial<Settings<typeof videoWrite.with>>;

/** A folder of the test's own, a new folder in it at each call, and its removal. */
export function scratch(): { folder: string; fresh: () => string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'hpdm-video-'));
  let number = 0;
  return {
    folder,
    fresh: () => {
      const path = join(folder, `${number++}`);
      mkdirSync(path);
      return path;
    },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Everything under `folder`, hidden files too. */
export const listing = (folder: string): string[] => (readdirSync(folder, { recursive: true }) as string[]).sort();

/** Run ffmpeg with these arguments; fails unless it ends well. */
export async function ffmpeg(...args: string[]): Promise<void> {
  await (await startFfmpeg(['-v', 'error', '-y', ...args], {})).finish();
}

/** Every sample of a decoded video stream as ffmpeg prints it, for looking at headers and tags. */
export async function describe(path: string): Promise<string> {
  const child = await startFfmpeg(['-hide_banner', '-i', path, '-f', 'null', '-'], {
    output: 'pipe',
    stderrBytes: 1 << 16,
  });
  await text(child.stdout);
  await child.finish();
  return child.stderr;
}

/** When each frame of a file is shown, in seconds, as ffprobe tells. */
export async function timesOf(path: string): Promise<number[]> {
  const asked = ['-select_streams', 'V:0', '-show_packets', '-show_entries', 'packet=pts_time', `file:${path}`];
  const answer = await askFfprobe(asked, new AbortController().signal);
  if (!('json' in answer)) throw new Error(answer.said);
  const { packets = [] } = answer.json as Probed;
  const times = packets.map(({ pts_time }) => Number(pts_time)).sort((a, b) => a - b);
  return times.map((time) => time - (times[0] ?? 0));
}

/** A running ffmpeg as `ps` shows it; a zombie has state Z. */
export interface Child {
  readonly pid: number;
  readonly state: string;
  readonly args: string;
}

/** The children named ffmpeg of a process: our own, where nothing else is said. */
export function children(of = process.pid): Child[] {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' }).split('\n');
  return rows
    .map((row) => /^ *(\d+) +(\d+) +(\S+) +(.*)$/.exec(row) ?? [])
    .filter(([, , parent, , args]) => Number(parent) === of && /ffmpeg/.test(args?.split(' ')[0] ?? ''))
    .map(([, pid, , state = '', args = '']) => ({ pid: Number(pid), state, args }));
}

/** Frames with smooth colour ramps that move, so that codecs are near lossless on them. */
export function ramps(count: number, width = 64, height = 48, channels: 1 | 3 = 3): Frames {
  const data = new Uint8Array(count * width * height * channels);
  let at = 0;
  for (let f = 0; f < count; f++)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        for (let c = 0; c < channels; c++) {
          const phase = [x / width, y / height, (x + y) / (width + height)][c] ?? 0;
          data[at++] = Math.round(127.5 + 110 * Math.sin(2 * Math.PI * (phase + f / 24)));
        }
  return { width, height, channels, count, data };
}

/** Write items with `video.write` as the runtime would: `abort` after a failure. */
export async function write(items: readonly Frames[], given: Writing, context: Context = testContext()) {
  const stage = await videoWrite.open(settingsOf(videoWrite.with, given), context);
  try {
    for (const frames of items) await stage.next({ frames }, 0);
    await stage.done?.();
  } catch (error) {
    await stage.abort?.(error);
    throw error;
  }
}

/** `video.read` as the runtime would run it. */
export async function* read(given: Reading, context: Context = testContext()): AsyncGenerator<Frames> {
  for await (const { frames } of videoRead.run({}, settingsOf(videoRead.with, given), context, 0)) yield frames;
}

/** All items of a clip. */
export async function readAll(given: Reading, context?: Context): Promise<Frames[]> {
  const items: Frames[] = [];
  for await (const item of read(given, context)) items.push(item);
  return items;
}

/** All frames of a clip as one item. */
export async function readWhole(given: Reading): Promise<Frames> {
  const items = await readAll(given);
  const [first] = items;
  if (first === undefined) throw new Error('no frames');
  const data = Buffer.concat(items.map((item) => item.data));
  return { ...first, count: items.reduce((sum, item) => sum + item.count, 0), data };
}

/** Peak signal-to-noise ratio of bytes, in dB. */
export function psnr(a: Uint8Array, b: Uint8Array): number {
  if (a.length !== b.length) return -Infinity;
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += ((a[i] ?? 0) - (b[i] ?? 0)) ** 2;
  return 10 * Math.log10((255 ** 2 * a.length) / sum);
}

/** The fault a promise rejects with; every fault must tell what to do. */
export async function faultOf(run: Promise<unknown>) {
  const error: unknown = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof HpdmError)) throw new Error(`no HpdmError but ${String(error)}`, { cause: error });
  expect(error.faults[0]?.try).toEqual(expect.stringMatching(/\w/));
  return { exitCode: error.exitCode, message: error.message, code: error.code };
}
