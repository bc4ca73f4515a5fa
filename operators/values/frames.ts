import type { Kind, Port } from '../../dsl/index.js';
import type { Dimension } from './dimension.js';
import { timingOf, type Timing } from './timing.js';

/** Frames as raw bytes, rgb24 or gray8, one after the other, for graphs that need no tensors. */
export interface Frames {
  readonly width: number;
  readonly height: number;
  /** Bytes per pixel: 3 (rgb24) or 1 (gray8). */
  readonly channels: 1 | 3;
  readonly count: number;
  /** count · height · width · channels bytes. */
  readonly data: Uint8Array;
  /** When they are shown; nothing for frames that were never on a screen. */
  readonly timing?: Timing;
  /** Return the memory so that it can be used for further frames; `data` is valid until then. */
  readonly recycle?: () => void;
}

const FRAMES: Kind<Frames, 'frames'> = {
  name: 'frames',
  tensors: false,
  release: ({ recycle }) => {
    recycle?.();
  },
  dtypeOf: ({ data }) => (data instanceof Uint8Array ? 'uint8' : (data as object).constructor.name),
  shapeOf: ({ count, height, width, channels }) => [count, height, width, channels],
  sketch: ([count = 0, height = 0, width = 0, channels]) => ({
    ...{ count, height, width, channels: channels === 1 ? 1 : 3, data: new Uint8Array() },
  }),
  companion: {
    of: ({ timing }) => timing,
    give: (frames, timing) => ({ timing: timingOf(frames.count, timing as Timing), ...frames }),
  },
};

/** Frames as bytes: count, height, width, bytes per pixel. */
export const frames = (...layout: [Dimension, Dimension, Dimension, Dimension] | []): Port<Frames, 'frames'> => ({
  kind: FRAMES,
  dtype: 'uint8',
  layout: layout.length === 0 ? ['n', 'H', 'W', 'C'] : layout,
  range: [0, 255],
});
