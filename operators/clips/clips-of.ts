import { HpdmError, itemAt } from '../../dsl/index.js';
import type { Clip, Clips } from '../values/clips.js';

/** A sequence of given clips; every epoch has the same order. */
export const clipsOf = (clips: readonly Clip[], classes: readonly string[] = []): Clips => ({
  length: clips.length,
  classes,
  at: (index) => itemAt(clips, index),
});

/** The clips of a sequence that satisfy a condition, in their order. */
export function onlyThose({ length, classes, at }: Clips, isOne: (clip: Clip) => boolean): Clips {
  const indices = Uint32Array.from([...Array(length).keys()].filter((index) => isOne(at(index, 0))));
  return { length: indices.length, classes, at: (index, epoch) => at(indices[index] as number, epoch) };
}

/** Refuse a sequence without end where every clip must be known; fails E_DATA_ORDER. */
export function refuseEndless({ length }: Clips, node: string): void {
  if (length < Infinity) return;
  throw new HpdmError({
    code: 'E_DATA_ORDER',
    path: `nodes.${node}.in.clips`,
    expected: 'a sequence that ends',
    got: 'one without end',
    try: 'put data.repeat after this node',
  });
}
