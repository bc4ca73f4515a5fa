import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { load, readCascade, withSampling, type LevelSampling } from '../dsl/index.js';
import type * as tf from '@tensorflow/tfjs';
import { operators } from '../operators/index.js';
import type { Figure } from '../operators/measure/standard-error.js';
import { contactSheet, type SheetRow } from '../operators/pixels/contact-sheet.js';
import { fromTensor } from '../operators/pixels/from-tensor.js';
import { open } from '../pipelines/api/run.js';
import { builtIn } from '../pipelines/built-in.js';
import { presets } from '../pipelines/presets.js';
import type { Bench } from './bench.js';

const MNIST = readCascade(presets['mnist'] ?? '', presets);

/** How finer levels are sampled; what a way does not say is the default. */
const WAYS: readonly (readonly [name: string, way: LevelSampling])[] = [
  ['no overlap', { overlap: [0, 0, 0] }],
  ['a quarter', { overlap: [0, 0.25, 0.25] }],
  ['half', { overlap: [0, 0.5, 0.5] }],
  ['half, uniform', { overlap: [0, 0.5, 0.5], window: 'uniform' }],
  ['default', {}],
];

/** The file of `measure.seams`, as far as it is shown. */
interface Report {
  readonly space: Seams;
  readonly time: Seams;
  readonly real: { readonly space: Seams; readonly time: Seams };
}

interface Seams {
  readonly tiles: Figure;
  readonly tokens: Figure;
}

/**
 * Do the borders of tiles and tokens show in videos of a trained Moving MNIST? By overlap, with tiles that stay and tiles that are moved in
 * every step. Arguments: checkpoint, videos (16), seed (0), contact sheet (out/seams.png), names of ways (all).
 */
const seams: Bench = {
  name: 'seams',
  summary:
    'seams of sampled Moving MNIST by overlap, with and without shifts; args: CHECKPOINT VIDEOS SEED SHEET.png WAY…',
  run: async ([checkpoint = 'out/mnist', count = '16', seed = '0', sheet = 'out/seams.png', ...only]) => {
    const rows: SheetRow[] = [];
    console.log(
      'energy of the gradient at borders, of that elsewhere; in brackets that of real clips at the same places',
    );
    let real: SheetRow | undefined;
    for (const [name, way] of WAYS.filter(([name]) => only.length === 0 || only.includes(name))) {
      for (const shift of [false, true]) {
        const label = `${name}${shift ? ', moved' : ''}`;
        const sampled = await sample(checkpoint, { ...way, shift }, Number(count), Number(seed));
        rows.push({ frames: sampled.frames, label });
        console.log(`${label.padEnd(22)} ${sampled.told}`);
        real ??= { frames: sampled.real, label: 'real' };
      }
    }
    mkdirSync(dirname(sheet), { recursive: true });
    writeFileSync(
      sheet,
      await contactSheet([...rows, ...(real === undefined ? [] : [real])], { cell: 192, title: '', labels: true }),
    );
    console.log(`wrote ${sheet}`);
  },
};

export default seams;

async function sample(checkpoint: string, way: LevelSampling, count: number, seed: number) {
  const folder = mkdtempSync(join(tmpdir(), 'hpdm-bench-'));
  try {
    const out = join(folder, 'seams.json');
    const cascade = withSampling(
      MNIST,
      MNIST.levels.map((_, level) => (level === 0 ? {} : way)),
    );
    const graph = await load(builtIn('experiments/seams.yaml'), { cascade, checkpoint, count, seed, out }, operators);
    const running = await open(graph, { seed });
    const [video, real] = await Promise.all([framesOf(running.items('video')), framesOf(running.items('real'))]);
    await running.finished;
    const report = JSON.parse(readFileSync(out, 'utf8')) as Report;
    return { ...{ frames: video.frames, real: real.frames }, told: tell(report, video.lit, real.lit) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Some frames of the videos as a grid, and the share of pixels that are lit. */
async function framesOf(videos: AsyncIterable<tf.Tensor5D>) {
  let [frames, lit, all]: [SheetRow['frames'] | undefined, number, number] = [undefined, 0, 0];
  for await (const video of videos) {
    frames = await fromTensor(video, { pick: [0, 5, 10, 15] });
    const values = await video.data<'float32'>();
    lit += values.reduce((sum, value) => sum + (value > 0 ? 1 : 0), 0);
    all += values.length;
  }
  if (frames === undefined) throw new RangeError('no video was sampled');
  return { frames, lit: lit / all };
}

function tell({ space, time, real }: Report, lit: number, reallyLit: number): string {
  const shown = (own: Figure, theirs: Figure): string =>
    own.value === null
      ? '—'
      : `${own.value.toFixed(2)} ± ${(own.error ?? NaN).toFixed(2)} (${theirs.value?.toFixed(2)})`;
  return [
    `tiles ${shown(space.tiles, real.space.tiles)}`,
    `tokens ${shown(space.tokens, real.space.tokens)}`,
    `tiles along time ${shown(time.tiles, real.time.tiles)}`,
    `lit ${lit.toFixed(4)} (${reallyLit.toFixed(4)})`,
  ].join('   ');
}
