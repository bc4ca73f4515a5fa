import { dirname } from 'node:path';
import { int, optional, path, stage } from '../../dsl/index.js';
import { prepareFolder } from '../disk/prepare-folder.js';
import { replaceFile } from '../disk/replace-file.js';
import { cascade } from '../values/cascade.js';
import { canvasSizes } from '../values/sizes.js';
import { video } from '../values/video.js';
import { figuresOf, quotients } from './seam-figures.js';
import { levelNumber, refuseBeyond, videoEnergies, type VideoEnergies } from './video-energies.js';

/**
 * Measure whether the borders of tiles and of tokens show in videos: the energy of the gradient there, as a multiple of the energy
 * elsewhere. Of real clips the same is measured at the same places, because what lies there need not be what lies elsewhere.
 *
 * in   video  [B, F, H, W, C], videos of a level
 *      real   real clips of the same size
 * out  nothing; a JSON with `tiles` and `tokens` in space and in time, each with its standard error by leaving out a tenth of the videos at a
 *      time; null where there is no such border or nothing moves. `against` is the ratio to the real clips.
 * fails E_FOLDER, E_LEVEL, E_SIZE before the first item; E_DISK_FULL
 */
export const measureSeams = stage({
  id: 'measure.seams',
  summary: 'Measure whether the borders of tiles and tokens show in videos',
  in: { video: video('B', 'F', 'H', 'W', 'C'), real: optional(video('B', 'F', 'H', 'W', 'C')) },
  out: {},
  with: {
    path: path('a .json file'),
    cascade: cascade('its tiles and tokens'),
    level: int('level of the videos; −1: the last one', { default: -1, min: -1 }),
  },
  dimensions: ({ cascade, level }) => canvasSizes(cascade, levelNumber(cascade, level)),
  check: refuseBeyond,
  files: ({ path }) => ({ writes: { path } }),
  cost: (_, __, { inputs: { video } }) => ({ bytes: 4 * 3 * video.size }),
  open: async ({ path, cascade, level }, { node, metric, wrote }) => {
    await prepareFolder(dirname(path), `nodes.${node}.with.path`);
    const energiesIn = videoEnergies(cascade, levelNumber(cascade, level));
    const [made, real]: [VideoEnergies[], VideoEnergies[]] = [[], []];
    return {
      next: async (inputs) => {
        made.push(...(await energiesIn(inputs.video)));
        if (inputs.real !== undefined) real.push(...(await energiesIn(inputs.real)));
        return {};
      },
      done: async () => {
        const report = {
          videos: made.length,
          ...figuresOf(made),
          ...(real.length > 0 ? { real: figuresOf(real) } : {}),
        };
        const whole = real.length > 0 ? { ...report, against: quotients(report, figuresOf(real)) } : report;
        const json = Buffer.from(`${JSON.stringify(whole, undefined, 2)}\n`);
        await replaceFile(path, [json], { path: `nodes.${node}.with.path` });
        const { tiles, tokens } = report.space;
        metric({
          ...(tiles.value === null ? {} : { tiles: tiles.value }),
          ...(tokens.value === null ? {} : { tokens: tokens.value }),
        });
        wrote({ path, bytes: json.length, facts: { videos: made.length } });
      },
    };
  },
});
