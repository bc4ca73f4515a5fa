import type { Kind, Port } from '../../dsl/index.js';
import type { Clips } from './clips.js';

/** Draws `first` to `first + size − 1` of a sequence of clips. All random choices for a draw depend on its number. */
export interface Batch {
  readonly clips: Clips;
  readonly first: number;
  readonly size: number;
}

const NONE: Clips = { length: 0, classes: [], at: () => ({ name: '', source: { kind: 'file', path: '' } }) };

const BATCH: Kind<Batch, 'batch'> = {
  name: 'batch',
  tensors: false,
  release: () => undefined,
  shapeOf: ({ size }) => [size],
  sketch: ([size = 0]) => ({ clips: NONE, first: 0, size }),
};

/** B draws of clips. */
export const batch = (): Port<Batch, 'batch'> => ({ kind: BATCH, layout: ['B'] });
