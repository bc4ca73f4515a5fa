import { HpdmError, int, list, optional, path, stage } from '../../dsl/index.js';
import { prepareFolder } from '../disk/prepare-folder.js';
import { readFloats } from '../tensor/read-floats.js';
import type { tf } from '../tensor/tf.js';
import { classes } from '../values/classes.js';
import { features } from '../values/features.js';
import { figures } from '../values/figures.js';
import { texts } from '../values/texts.js';
import { video } from '../values/video.js';
import { wholes } from '../values/wholes.js';
import { keepItem } from './recorded-item.js';
import { completeRecord, forgetItems, stoppedRecord } from './stopped-record.js';
import { videosIn } from './videos-in.js';
import { stripsOf } from './strips-of.js';

/**
 * Keep what reports need of measured videos in a folder: their features, figures, texts and some of their frames.
 *
 * in   video     [B, F, H, W, C]
 *      features  [B, T, D] of the same videos
 *      whole     [B, 1, N], what describes whole videos, as `measure.i3d` does
 *      classes   [B, n, K], probabilities of classes, as `measure.classes` tells them
 *      texts     what they show
 *      figures   numbers that describe them
 * out  nothing; a file for every item, complete or absent, so that a run that was stopped, even killed, goes on after the last one (`--resume`)
 * fails E_FOLDER before the first item; E_NOT_FINITE; E_DISK_FULL, E_OUTPUT_WRITE
 */
export const measureRecord = stage({
  id: 'measure.record',
  summary: 'Keep what reports need of measured videos',
  in: {
    video: video('B', 'F', 'H', 'W', 'C'),
    features: features(),
    whole: optional(wholes()),
    classes: optional(classes()),
    texts: optional(texts()),
    figures: list(figures()),
  },
  out: {},
  with: {
    path: path('folder of the record'),
    count: int('videos after which the run ends; 0: all that come', { default: 0, min: 0, incidental: true }),
  },
  files: ({ path }) => ({ writes: { path } }),
  stoppedAt: ({ path, count }) => stoppedRecord(path, count),
  cost: () => ({}),
  open: async ({ path, count }, { node, first, progress, enough, wrote }) => {
    await prepareFolder(path, `nodes.${node}.with.path`);
    await forgetItems(path, first);
    let videos = videosIn(path);
    let begun = performance.now();
    return {
      next: async ({ video, features, whole, classes, texts = [], figures }, number) => {
        const [B, ...size] = video.shape;
        const kept = {
          ...{ size, shape: features.shape, features: await finite(features, node, 'features') },
          ...{ whole: whole ? await finite(whole, node, 'whole') : new Float32Array(), figures: figures.flat() },
          ...(classes && { classes: await finite(classes, node, 'classes'), told: classes.shape[2] }),
          ...{ texts: Array.from({ length: B }, (_, b) => texts[b] ?? null) },
          strips: await stripsOf(video, `nodes.${node}.in.video`),
          seconds: (performance.now() - begun) / 1000,
        };
        await keepItem(path, number, kept);
        begun = performance.now();
        videos += B;
        progress(count === 0 ? videos : Math.min(videos, count), count === 0 ? undefined : count, 'videos');
        if (count > 0 && videos >= count) enough();
        return {};
      },
      done: async () => {
        if (videos === 0) return;
        await completeRecord(path, { videos, asked: count });
        wrote({ path, facts: { videos } });
      },
    };
  },
});

/** The numbers of features, all of which must be finite. */
async function finite(features: tf.Tensor3D, node: string, port: string): Promise<Float32Array> {
  const values = Float32Array.from(await readFloats(features));
  if (values.every(Number.isFinite)) return values;
  throw new HpdmError({
    code: 'E_NOT_FINITE',
    path: `nodes.${node}.in.${port}`,
    expected: 'features that are numbers',
    got: 'NaN or Infinity',
    try: 'an earlier checkpoint: the model has diverged',
  });
}
