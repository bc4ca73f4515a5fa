import { dirname } from 'node:path';
import { path, stage, triple, type Context, type Settings, type Size } from '../../dsl/index.js';
import { checkCache, clipParameters, lastLevelShape, refuseClips } from '../clips/clip-settings.js';
import { refuseEndless } from '../clips/clips-of.js';
import { ReducedClips } from '../clips/reduced-clips.js';
import { prepareFolder } from '../disk/prepare-folder.js';
import { replaceFile } from '../disk/replace-file.js';
import { product } from '../tensor/product.js';
import { tf } from '../tensor/tf.js';
import { cascade } from '../values/cascade.js';
import { clips as clipsPort, type Clips } from '../values/clips.js';
import { texts } from '../values/texts.js';
import { video } from '../values/video.js';
import { comparedSize, refuseSize } from './compared-size.js';
import { captionsOf, differences, rankClips, type Captions, type Ranking } from './rank-clips.js';
import { labelOf, rankReport, summaryOf } from './rank-report.js';
import { reduceVideo } from './reduce-video.js';

const { take, fps, short, background, cache, cacheLimit, jobs, maxBroken } = clipParameters;
const parameters = {
  path: path('a .json file: shares with their standard errors, and a row for each video'),
  cascade: cascade('size to which clips are decoded: that of the last level'),
  scale: triple('size to which clips are decoded in times that of the last level', { default: [1, 1, 1] }),
  size: triple('frames, height and width at which they are compared; 0: that of the videos', { default: [0, 0, 0] }),
  ...{ take, fps, short, background, cache, cacheLimit, jobs, maxBroken },
};
type NearestSettings = Settings<typeof parameters>;

/**
 * Compare videos with all clips of a data set, and rank the clips that were asked for.
 *
 * in   clips    a sequence that ends; windows begin with the first frame, and crops are in the centre
 *      video    [B, F, H, W, C] in [-1, 1]
 *      texts    the caption that each was made from; null, or one that no clip has, is not ranked
 * out  asked    [B, f, h, w, C], the clips that were asked for; grey where there is none
 *      nearest  [B, f, h, w, C], the nearest clips
 *      labels   the text, the rank and, if it is another one, the caption of the nearest clip
 * Both sides are compared as bytes, as a viewer sees them, by their mean squared difference. The clips are decoded once and kept at that size
 * in a file in the cache, so memory does not grow with their number. Where `cacheLimit` is less than all decoded clips take, they are decoded
 * twice the first time.
 * fails E_FOLDER, E_SIZE, E_CHANNELS, E_COLOUR, E_SETTING_TYPE before the first item; E_CLIPS, E_DATA_EMPTY, E_NOT_FINITE, E_DISK_FULL
 */
export const measureNearest = stage({
  id: 'measure.nearest',
  summary: 'Rank the clips that videos were to show among all clips of a data set',
  in: { clips: clipsPort(), video: video('B', 'F', 'H', 'W', 'C'), texts: texts() },
  with: parameters,
  out: { asked: video('B', 'f', 'h', 'w', 'C'), nearest: video('B', 'f', 'h', 'w', 'C'), labels: texts() },
  dimensions: ({ size, cascade: { channels } }, { F = 0, H = 0, W = 0 }) => {
    const [f, h, w] = comparedSize(size, [F, H, W]);
    return { C: channels, ...(f > 0 && h > 0 && w > 0 ? { f, h, w } : {}) };
  },
  checkFiles: checkCache,
  check: (settings, { F = 0, H = 0, W = 0 }) => [
    ...refuseClips(settings, settings.cascade.channels),
    ...refuseSize(settings.size, [F, H, W], lastLevelShape(settings.cascade, settings.scale)),
  ],
  files: ({ path }) => ({ writes: { path } }),
  cost: (_, __, { inputs: { video } }) => ({ bytes: 4 * 4 * video.size }),
  open: async (settings, context) => {
    await prepareFolder(dirname(settings.path), `nodes.${context.node}.with.path`);
    return new Nearest(settings, context);
  },
});

interface Inputs {
  readonly clips: Clips;
  readonly video: tf.Tensor5D;
  readonly texts: readonly (string | null)[];
}

/** The rankings of a run. */
class Nearest {
  readonly #settings: NearestSettings;
  readonly #context: Context;
  readonly #rankings: Ranking[] = [];
  #against: { readonly clips: ReducedClips; readonly captions: Captions; readonly size: Size } | undefined;

  constructor(settings: NearestSettings, context: Context) {
    this.#settings = settings;
    this.#context = context;
  }

  async next({ clips, video, texts }: Inputs) {
    const { node, signal } = this.#context;
    const { size, clips: all, captions } = (this.#against ??= await this.#reduce(clips, video));
    const bytes = await reduceVideo(video, size, this.#settings.cascade.time, `nodes.${node}.in.video`);
    const found = await differences(all, bytes, signal);
    const rankings = found.map((row, b) => rankClips(texts[b] ?? null, row, captions));
    this.#rankings.push(...rankings);
    const { top1, top5, videos } = rankReport(this.#rankings, all.clips, size);
    if (top1 && top5) this.#context.metric({ videos, top1: top1.share, top5: top5.share });
    return {
      asked: await videosOf(
        all,
        rankings.map(({ asked }) => asked),
        size,
      ),
      nearest: await videosOf(
        all,
        rankings.map(({ nearest }) => nearest),
        size,
      ),
      labels: rankings.map((ranking) => labelOf(ranking, all.clips)),
    };
  }

  async done(): Promise<void> {
    const { path } = this.#settings;
    if (this.#against === undefined) return;
    const { clips, size } = this.#against;
    const report = rankReport(this.#rankings, clips.clips, size);
    const json = Buffer.from(`${JSON.stringify(report, undefined, 2)}\n`);
    await this.abort();
    await replaceFile(path, [json], { path: `nodes.${this.#context.node}.with.path` });
    this.#context.wrote({ path, bytes: json.length, facts: { videos: report.videos, clips: report.clips } });
    this.#context.note(summaryOf(report));
  }

  async abort(): Promise<void> {
    await this.#against?.clips.close();
  }

  async #reduce(clips: Clips, { shape: [, F, H, W] }: tf.Tensor5D) {
    refuseEndless(clips, this.#context.node);
    const { cascade, scale, size: wanted } = this.#settings;
    const size = comparedSize(wanted, [F, H, W]);
    const settings = { ...this.#settings, start: 'first', crop: 'centre', flip: 0 } as const;
    const reduction = { shape: lastLevelShape(cascade, scale), size, time: cascade.time };
    const reduced = await ReducedClips.open(clips, settings, reduction, this.#context);
    return { clips: reduced, captions: captionsOf(reduced.clips), size };
  }
}

/** Clips as videos, [B, f, h, w, C]; grey where there is none. */
async function videosOf(
  clips: ReducedClips,
  wanted: readonly (number | undefined)[],
  size: Size,
): Promise<tf.Tensor5D> {
  const values = new Float32Array(wanted.length * clips.length);
  for (const [b, index] of wanted.entries()) {
    if (index === undefined) continue;
    const bytes = await clips.at(index);
    bytes.forEach((byte, i) => (values[b * clips.length + i] = byte / 127.5 - 1));
  }
  return tf.tensor5d(values, [wanted.length, ...size, clips.length / product(size)]);
}
