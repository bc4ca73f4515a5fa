import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodingArguments } from '../operators/ffmpeg/decoding-arguments.js';
import { encodingArguments } from '../operators/ffmpeg/encoding-arguments.js';
import { findFfmpeg, type Ffmpeg } from '../operators/ffmpeg/ffmpeg.js';
import { parseTarget } from '../operators/ffmpeg/target.js';
import { compiled } from '../pipelines/cli/compiled.js';
import { builtIn } from '../pipelines/built-in.js';
import type { Bench } from './bench.js';

const [WIDTH, HEIGHT, FPS] = [1280, 720, 24];
const LENGTHS = [30, 300, 3000];
const COMPARED = { frames: 300, rounds: 2 };

/** Does memory stay the same for longer videos, and how much speed does the graph cost? */
const transcode: Bench = {
  name: 'transcode',
  summary:
    'pipelines/transcode.yaml: peak memory over 30, 300 and 3,000 frames of 1280×720; speed beside ffmpeg | ffmpeg; args: LONGEST',
  smoke: ['30'],
  run: async ([longest = `${LENGTHS.at(-1)}`]) => {
    const folder = mkdtempSync(join(tmpdir(), 'hpdm-bench-'));
    try {
      const ffmpeg = await findFfmpeg();
      const peaks: number[] = [];
      for (const frames of LENGTHS.filter((length) => length <= Number(longest))) {
        const clip = makeClip(ffmpeg.path, folder, frames);
        const peak = await peakMegabytes(clip, join(folder, 'out.mp4'));
        console.log(`${frames} frames: peak ${peak.toFixed(1)} MB resident`);
        peaks.push(peak);
      }
      const spread = (100 * (Math.max(...peaks) - Math.min(...peaks))) / Math.min(...peaks);
      console.log(`the largest peak is ${spread.toFixed(1)} % above the smallest`);
      await compare(ffmpeg, folder, Math.min(COMPARED.frames, Number(longest)));
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

export default transcode;

/** A program that runs a document and prints its seconds and its peak resident memory in MB; the time starts when the document is read. */
const PROGRAM = `
const [index, document, given] = process.argv.slice(1);
const { load, run } = await import(index);
const started = performance.now();
await run(await load(document, JSON.parse(given)));
const seconds = (performance.now() - started) / 1000;
console.log(JSON.stringify({ seconds, peakMegabytes: process.resourceUsage().maxRSS / 1024 }));`;

/**
 * One run of the document in a new process, because the peak of a process never goes down, from modules compiled as for the commands.
 * V8's young generation is limited to 2 MiB as there; by default it grows up to 16 MiB.
 */
export async function transcodeOnce(
  from: string,
  to: string,
  preset: string,
): Promise<{ readonly seconds: number; readonly peakMegabytes: number }> {
  const index = await compiled('index.ts');
  if (index === undefined) throw new Error('node_modules/.cache cannot be written');
  const given = JSON.stringify({ in: from, out: to, preset, fps: FPS });
  const program = ['--max-semi-space-size=2', '--input-type=module', '--eval', PROGRAM];
  const said = execFileSync(process.execPath, [...program, index, builtIn('transcode.yaml'), given], {
    encoding: 'utf8',
  });
  return JSON.parse(said) as { seconds: number; peakMegabytes: number };
}

/**
 * The peak of the document's process over a clip in MB: the lower one of two runs. Whether a third frame of 2.8 MB is in flight at some
 * moment, or the collector comes a little later, is chance; what grows with the length of the clip is in both.
 */
export async function peakMegabytes(clip: string, to: string): Promise<number> {
  const runs = [await transcodeOnce(clip, to, 'ultrafast'), await transcodeOnce(clip, to, 'ultrafast')];
  return Math.min(...runs.map(({ peakMegabytes }) => peakMegabytes));
}

/** A clip of ffmpeg's test picture. */
export function makeClip(ffmpeg: string, folder: string, frames: number): string {
  const clip = join(folder, `${frames}.mp4`);
  const picture = `testsrc2=size=${WIDTH}x${HEIGHT}:rate=${FPS}`;
  const encoding = ['-pix_fmt', 'yuv420p', '-c:v', 'libx264', '-preset', 'ultrafast'];
  execFileSync(ffmpeg, ['-v', 'error', '-f', 'lavfi', '-i', picture, '-frames:v', `${frames}`, ...encoding, clip]);
  return clip;
}

/** Alternate between the document and two ffmpegs joined by the shell, with the same filters and encoder settings. */
async function compare(ffmpeg: Ffmpeg, folder: string, frames: number): Promise<void> {
  const clip = join(folder, `${frames}.mp4`);
  const [best, shell] = [{ ours: Infinity, theirs: Infinity }, shellCommand(ffmpeg, clip, folder)];
  for (let round = 0; round < COMPARED.rounds; round++) {
    best.ours = Math.min(best.ours, (await transcodeOnce(clip, join(folder, 'ours.mp4'), 'medium')).seconds);
    const started = performance.now();
    execFileSync('sh', ['-c', shell]);
    best.theirs = Math.min(best.theirs, (performance.now() - started) / 1000);
  }
  const share = (100 * best.theirs) / best.ours;
  console.log(
    `${frames} frames, x264 medium: ${best.ours.toFixed(2)} s; ffmpeg | ffmpeg ${best.theirs.toFixed(2)} s: ${share.toFixed(0)} % of its speed`,
  );
}

function shellCommand(ffmpeg: Ffmpeg, clip: string, folder: string): string {
  const reading = {
    ...{ fps: FPS, size: [], start: 0, length: 0, frames: 0, channels: 3 },
    ...({ fit: 'crop', filter: '', deinterlace: 'auto', background: '#000000' } as const),
  };
  const target = parseTarget(join(folder, 'theirs.mp4'), '', '', 'bench');
  const writing = {
    crf: 18,
    preset: 'medium',
    pixelFormat: '',
    scale: 1,
    filter: '',
    comment: '',
    extra: [],
    mode: 'vod',
  } as const;
  const input = { kind: 'file', args: ['-i', clip], stdin: false } as const;
  const feed = { rate: FPS, timed: false, evened: false, paced: false };
  const frame = { width: WIDTH, height: HEIGHT, channels: 3 } as const;
  const decode = decodingArguments(reading, input, undefined, ffmpeg);
  const encode = encodingArguments(frame, target, writing, feed, folder, ffmpeg);
  const [decoder, encoder] = [decode, encode].map((args) =>
    [ffmpeg.path, ...args].map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' '),
  );
  return `${decoder ?? ''} 3> ${join(folder, 'times')} | ${encoder ?? ''}`;
}
