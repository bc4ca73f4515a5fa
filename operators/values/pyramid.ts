import { itemAt, type Kind, type Port } from '../../dsl/index.js';
import { tf } from '../tensor/tf.js';

/** One tensor [N, f, h, w, C] per level, coarse to fine. */
export type Pyramid = readonly tf.Tensor5D[];

const PYRAMID: Kind<Pyramid, 'pyramid'> = {
  name: 'pyramid',
  tensors: true,
  release: (levels) => {
    for (const level of levels) level.dispose();
  },
  shapeOf: (levels) => [levels.length, ...itemAt(levels, 0).shape],
  sketch: ([levels = 0, ...layout]) =>
    Array.from({ length: levels }, () => tf.zeros(layout as [number, number, number, number, number])),
};

/** One patch of every level: L tensors [B, f, h, w, C] in [-1, 1]. */
export const pyramid = (): Port<Pyramid, 'pyramid'> => ({
  kind: PYRAMID,
  dtype: 'float32',
  layout: ['L', 'B', 'f', 'h', 'w', 'C'],
  range: [-1, 1],
  cascade: true,
});
