import { dirname } from 'node:path';
import { int, itemAt, optional, path, stage, type Cascade, type Refusal } from '../../dsl/index.js';
import { prepareFolder } from '../disk/prepare-folder.js';
import { replaceFile } from '../disk/replace-file.js';
import { readFloats } from '../tensor/read-floats.js';
import { tf } from '../tensor/tf.js';
import { cascade } from '../values/cascade.js';
import { figures } from '../values/figures.js';
import { canvasSizes } from '../values/sizes.js';
import { video } from '../values/video.js';
import { bordersOf, gradientEnergy, energyAlong } from './gradient-energy.js';
import { figuresOf, quotients, seamFigures, type VideoEnergies } from './seam-figures.js';

/**
 * Measure whether the borders of tiles and of tokens show in videos: the energy of the gradient there, as a multiple of the energy
 * elsewhere. Of real clips the same is measured at the same places, because what lies there need not be what lies elsewhere.
 *
 * in   video  [B, F, H, W, C], videos of a level
 *      real   real clips of the same size
 * out  figures  `seams.tiles`, `seams.tokens`, `seams.tiles.time` and `seams.tokens.time` of the videos, without those whose border does not occur
 * A JSON has `tiles` and `tokens` in space and in time, each with its standard error by leaving out a tenth of the videos at a time; null where
 * there is no such border or nothing moves. `against` is the ratio to the real clips.
 * fails E_FOLDER, E_LEVEL, E_SIZE before the first item; E_DISK_FULL
 */
export const measureSeams = stage({
  id: 'measure.seams',
  summary: 'Measure whether the borders of tiles and tokens show in videos',
  in: { video: video('B', 'F', 'H', 'W', 'C'), real: optional(video('B', 'F', 'H', 'W', 'C')) },
  out: { figures: figures() },
  with: {
    path: path('a .json file; empty: none', { default: '' }),
    cascade: cascade('its tiles and tokens'),
    level: int('level of the videos; −1: the last one', { default: -1, min: -1 }),
  },
  dimensions: ({ cascade, level }) => canvasSizes(cascade, numberOf(cascade, level)),
  check: refuseLevel,
  files: ({ path }) => (path === '' ? {} : { writes: { path } }),
  cost: (_, __, { inputs: { video } }) => ({ bytes: 4 * 3 * video.size }),
  open: async ({ path, cascade, level }, { node, metric, wrote }) => {
    if (path !== '') await prepareFolder(dirname(path), `nodes.${node}.with.path`);
    const borders = ([0, 1, 2] as const).map((axis) => bordersOf(cascade, numberOf(cascade, level), axis));
    const [made, real]: [VideoEnergies[], VideoEnergies[]] = [[], []];
    return {
      next: async (inputs) => {
        const energies = await energiesIn(inputs.video, borders);
        if (path !== '') made.push(...energies);
        if (path !== '' && inputs.real !== undefined) real.push(...(await energiesIn(inputs.real, borders)));
        return { figures: seamFigures(energies) };
      },
      done: async () => {
        if (path === '') return;
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

const numberOf = ({ levels }: Cascade, level: number): number => (level < 0 ? levels.length - 1 : level);

function refuseLevel({ cascade: { levels }, level }: { readonly cascade: Cascade; readonly level: number }): Refusal[] {
  if (level < levels.length) return [];
  const expected = `−1 to ${levels.length - 1}: the cascade has ${levels.length} levels`;
  return [{ code: 'E_LEVEL', path: 'with.level', expected, got: `${level}`, try: 'level: -1' }];
}

async function energiesIn(
  video: tf.Tensor5D,
  borders: readonly ReturnType<typeof bordersOf>[],
): Promise<VideoEnergies[]> {
  const axes = await Promise.all(
    ([0, 1, 2] as const).map(async (axis) => {
      const energy = energyAlong(video, axis);
      const values = await readFloats(energy);
      energy.dispose();
      return values;
    }),
  );
  return Array.from({ length: video.shape[0] }, (_, b) => {
    const rows = axes.map((values, axis) => {
      const { length } = itemAt(borders, axis);
      return { energy: values.subarray(b * length, (b + 1) * length), borders: itemAt(borders, axis) };
    });
    return { time: gradientEnergy(rows.slice(0, 1)), space: gradientEnergy(rows.slice(1)) };
  });
}
