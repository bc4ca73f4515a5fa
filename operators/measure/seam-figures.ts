import type { VideoFigure } from '../values/figures.js';
import { ratioOf } from './gradient-energy.js';
import { figureOf, GROUPS, type Figure } from './standard-error.js';
import type { VideoEnergies } from './video-energies.js';

/** The energies at borders of every video, with those elsewhere as weights. */
export function seamFigures(videos: readonly VideoEnergies[]): VideoFigure[] {
  const meanOf = ({ sum, count }: { readonly sum: number; readonly count: number }): number => sum / count;
  const kinds = [
    { name: 'seams.tiles', axis: 'space', border: 'tile' },
    { name: 'seams.tokens', axis: 'space', border: 'token' },
    { name: 'seams.tiles.time', axis: 'time', border: 'tile' },
    { name: 'seams.tokens.time', axis: 'time', border: 'token' },
  ] as const;
  return kinds.flatMap(({ name, axis, border }) => {
    const found = videos.map((video) => video[axis]);
    if (found.some((energies) => energies[border].count === 0 || energies.none.count === 0)) return [];
    const values = found.map((energies) => meanOf(energies[border]));
    return [{ name, values, weights: found.map(({ none }) => meanOf(none)) }];
  });
}

/** Ratios at the borders of tiles and of tokens. */
interface Seams {
  readonly tiles: Figure;
  readonly tokens: Figure;
}

/** Ratios in space and in time. */
interface Figures {
  readonly space: Seams;
  readonly time: Seams;
}

/** How seams show in videos, each figure with its standard error. */
export function figuresOf(videos: readonly VideoEnergies[]): Figures {
  const groups = Array.from({ length: Math.min(GROUPS, videos.length) }, (_, g) =>
    videos.filter((_, i) => i % GROUPS === g),
  );
  const seams = (kind: 'space' | 'time'): Seams => {
    const figure = (border: 'tile' | 'token') =>
      figureOf(groups, (some) =>
        ratioOf(
          some.flat().map((one) => one[kind]),
          border,
        ),
      );
    return { tiles: figure('tile'), tokens: figure('token') };
  };
  return { space: seams('space'), time: seams('time') };
}

/** How many times the ratios are those of the real clips. */
export const quotients = (made: Figures, real: Figures) => {
  const quotient = (a: Figure, b: Figure): number | null =>
    a.value === null || b.value === null || b.value === 0 ? null : Number((a.value / b.value).toPrecision(6));
  const of = (kind: 'space' | 'time') => ({
    tiles: quotient(made[kind].tiles, real[kind].tiles),
    tokens: quotient(made[kind].tokens, real[kind].tokens),
  });
  return { space: of('space'), time: of('time') };
};
