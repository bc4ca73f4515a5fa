import { int, stage } from '../../dsl/index.js';
import { cascade } from '../values/cascade.js';
import { figures } from '../values/figures.js';
import { canvasSizes } from '../values/sizes.js';
import { video } from '../values/video.js';
import { seamFigures } from './seam-figures.js';
import { levelNumber, refuseBeyond, videoEnergies } from './video-energies.js';

/**
 * Measure the energy of the gradient at the borders of tiles and of tokens, video by video, as `measure.seams` does for all videos of a run.
 *
 * in   video    [B, F, H, W, C], videos of a level
 * out  figures  `seams.tiles`, `seams.tokens`, `seams.tiles.time` and `seams.tokens.time`, as multiples of the energy elsewhere, without those
 *               whose border does not occur
 * fails E_LEVEL, E_SIZE before the first item
 */
export const measureBorders = stage({
  id: 'measure.borders',
  summary: 'Measure the energy at the borders of tiles and tokens of each video',
  in: { video: video('B', 'F', 'H', 'W', 'C') },
  with: {
    cascade: cascade('its tiles and tokens'),
    level: int('level of the videos; −1: the last one', { default: -1, min: -1 }),
  },
  out: { figures: figures() },
  dimensions: ({ cascade, level }) => canvasSizes(cascade, levelNumber(cascade, level)),
  check: refuseBeyond,
  cost: (_, __, { inputs: { video } }) => ({ bytes: 4 * 3 * video.size }),
  open: ({ cascade, level }) => {
    const energiesIn = videoEnergies(cascade, levelNumber(cascade, level));
    return { next: async ({ video }) => ({ figures: seamFigures(await energiesIn(video)) }) };
  },
});
