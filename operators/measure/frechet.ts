import { dirname } from 'node:path';
import { optional, path, stage } from '../../dsl/index.js';
import { prepareFolder } from '../disk/prepare-folder.js';
import { replaceFile } from '../disk/replace-file.js';
import { features } from '../values/features.js';
import { FeatureSums } from './feature-sums.js';

/**
 * The Fréchet distance between the features of two streams of videos: of their frames, and of the differences from each frame to the next,
 * which are about motion.
 *
 * in   features   [B, T, D]
 *      reference  [B, T, D]; left out: every other video of `features` is compared with the rest, the floor of what can be reached
 * out  nothing; a JSON with both distances, each with its standard error by leaving out a tenth of the videos at a time; null where there are
 *      too few videos, or no next frame
 * Only sums are kept, so memory does not grow with the number of videos.
 * fails E_FOLDER before the first item; E_NOT_FINITE; E_DISK_FULL
 * source Heusel et al. 2017 (FID); Unterthiner et al. 2018 (FVD)
 */
export const measureFrechet = stage({
  id: 'measure.frechet',
  summary: 'The Fréchet distance between the features of two streams of videos',
  in: { features: features(), reference: optional(features()) },
  out: {},
  with: { path: path('a .json file') },
  files: ({ path }) => ({ writes: { path } }),
  cost: () => ({}),
  open: async ({ path }, { node, metric, warn, wrote }) => {
    await prepareFolder(dirname(path), `nodes.${node}.with.path`);
    const sums = new FeatureSums(node);
    return {
      next: async ({ features, reference }) => {
        await sums.add(features, reference);
        return {};
      },
      done: async () => {
        const report = sums.report();
        const json = Buffer.from(`${JSON.stringify(report, undefined, 2)}\n`);
        await replaceFile(path, [json], { path: `nodes.${node}.with.path` });
        for (const caveat of report.caveats) warn(caveat);
        const { frames, motion, videos } = report;
        metric({
          ...(frames.value === null ? {} : { frames: frames.value }),
          ...(motion.value === null ? {} : { motion: motion.value }),
        });
        wrote({ path, bytes: json.length, facts: { videos } });
      },
    };
  },
});
