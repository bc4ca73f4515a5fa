import { counted, itemAt, type Cascade, type Refusal } from '../../dsl/index.js';
import { readFloats } from '../tensor/read-floats.js';
import type { tf } from '../tensor/tf.js';
import { bordersOf, energyAlong, gradientEnergy, type Energies } from './gradient-energy.js';

/** The energies of a video, in space (rows and columns together) and in time. */
export interface VideoEnergies {
  readonly space: Energies;
  readonly time: Energies;
}

/** The number of a level, where −1 is the last one. */
export const levelNumber = ({ levels }: Cascade, level: number): number => (level < 0 ? levels.length - 1 : level);

/** Refuse a level that the cascade does not have; −1 is the last one. */
export function refuseBeyond({
  cascade: { levels },
  level,
}: {
  readonly cascade: Cascade;
  readonly level: number;
}): Refusal[] {
  if (level < levels.length) return [];
  const expected = `−1 to ${levels.length - 1}: the cascade has ${counted(levels.length, 'level')}`;
  return [{ code: 'E_LEVEL', path: 'with.level', expected, got: `${level}`, try: 'level: -1' }];
}

/** A function that measures the energies at the borders of a level's tiles and tokens, of each of some videos. */
export function videoEnergies(cascade: Cascade, level: number): (video: tf.Tensor5D) => Promise<VideoEnergies[]> {
  const borders = ([0, 1, 2] as const).map((axis) => bordersOf(cascade, level, axis));
  return async (video) => {
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
  };
}
