import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodingArguments } from '../operators/ffmpeg/decoding-arguments.js';
import { encodingArguments } from '../operators/ffmpeg/encoding-arguments.js';
import { findFfmpeg, type Ffmpeg } from '../operators/ffmpeg/ffmpeg.js';
import { parseTarget } from '../operators/ffmpeg/target.js';
import type { Bench } from './bench.js';

const [WIDTH, HEIGHT, FPS] = [1280, 720, 24];
const LENGTHS = [30, 300, 3000];
const COMPARED = { frames: 300, rounds: 2 };

/** Does memory stay the same for longer videos, and how much speed does the graph cost? */
const transcode: Bench = {
  name: 'transcode',
  summary:
    'pipelines/transcode.yaml: peak memory over 30, 300 and 3,000 frames of 1280×720; speed beside ffmpeg | ffmpeg',
  run: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hpdm-bench-'));
    try {
      const ffmpeg = await findFfmpeg();
      const peaks = LENGTHS.map((frames) => {
        const clip = makeClip(ffmpeg.path, folder, frames);
        const { seconds, peakMegabytes } = transcodeOnce(clip, join(folder, 'out.mp4'), 'ultrafast');
        console.log(`${frames} frames: ${seconds.toFixed(1)} s, peak ${peakMegabytes.toFixed(1)} MB resident`);
        return peakMegabytes;
      });
      const spread = (100 * (Math.max(...peaks) - Math.min(...peaks))) / Math.min(...peaks);
      console.log(`the largest peak is ${spread.toFixed(1)} % above the smallest`);
      compare(ffmpeg, folder);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

export default transcode;

/** One run of the document in a new process. V8's young generation is limited to 2 MiB, because by default it grows up to 16 MiB. */
export function transcodeOnce(
  from: string,
  to: string,
  preset: string,
): { readonly seconds: number; readonly peakMegabytes: number } {
  const script = fileURLToPath(new URL('transcode-once.ts', import.meta.url));
  const given = [`in=${from}`, `out=${to}`, `preset=${preset}`, `fps=${FPS}`];
  const said = execFileSync(process.execPath, ['--max-semi-space-size=2', '--import', 'tsx', script, ...given], {
    encoding: 'utf8',
  });
  return JSON.parse(said) as { seconds: number; peakMegabytes: number };
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
function compare(ffmpeg: Ffmpeg, folder: string): void {
  const clip = join(folder, `${COMPARED.frames}.mp4`);
  const [best, shell] = [{ ours: Infinity, theirs: Infinity }, shellCommand(ffmpeg, clip, folder)];
  for (let round = 0; round < COMPARED.rounds; round++) {
    best.ours = Math.min(best.ours, transcodeOnce(clip, join(folder, 'ours.mp4'), 'medium').seconds);
    const started = performance.now();
    execFileSync('sh', ['-c', shell]);
    best.theirs = Math.min(best.theirs, (performance.now() - started) / 1000);
  }
  const share = (100 * best.theirs) / best.ours;
  console.log(
    `${COMPARED.frames} frames, x264 medium: ${best.ours.toFixed(2)} s; ffmpeg | ffmpeg ${best.theirs.toFixed(2)} s: ${share.toFixed(0)} % of its speed`,
  );
}

function shellCommand(ffmpeg: Ffmpeg, clip: string, folder: string): string {
  const reading = {
    ...{ fps: FPS, size: [], start: 0, length: 0, frames: 0, channels: 3 },
    ...({ fit: 'crop', filter: '', deinterlace: 'auto', background: '#000000' } as const),
  };
  const target = parseTarget(join(folder, 'theirs.mp4'), '', '', 'bench');
  const writing = { crf: 18, preset: 'medium', pixelFormat: '', scale: 1, filter: '', extra: [], mode: 'vod' } as const;
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
