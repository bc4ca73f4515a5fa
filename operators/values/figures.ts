import type { Port } from '../../dsl/index.js';
import { plainKind } from './plain-kind.js';

/**
 * A number of each of B videos. Of many videos, the figure is the sum of `values` divided by that of `weights`: with weights of 1 it is the mean,
 * and with the second of two energies it is the ratio of their means, in which a video without energy does no harm.
 */
export interface VideoFigure {
  /** Letters, digits and dots: `seams.tiles`. */
  readonly name: string;
  readonly values: readonly number[];
  readonly weights: readonly number[];
}

const FIGURES = plainKind<readonly VideoFigure[], 'figures'>('figures', () => []);

/** Numbers that describe each of B videos. */
export const figures = (): Port<readonly VideoFigure[], 'figures'> => ({ kind: FIGURES, layout: ['B'] });
