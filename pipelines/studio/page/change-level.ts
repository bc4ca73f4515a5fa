import type { CascadeFacts } from '../protocol.js';

/** What of a level is sampled otherwise than its cascade says. */
export interface LevelChange {
  readonly steps?: number | undefined;
  readonly overlap?: readonly number[] | undefined;
}

/**
 * A cascade in which a level is sampled otherwise: a document may write it like this, in the place of the file.
 *
 * @param value of the parameter: a file, or such a cascade
 * @returns undefined when nothing differs from the document's own cascade
 */
export function changeLevel(value: unknown, { file }: CascadeFacts, level: number, change: LevelChange): unknown {
  const before = (value as { levels?: Readonly<Record<number, LevelChange>> } | undefined)?.levels ?? {};
  const own = Object.fromEntries(
    Object.entries({ ...before[level], ...change }).filter(([, one]) => one !== undefined),
  );
  const levels = Object.fromEntries(
    Object.entries({ ...before, [level]: own }).filter(([, one]) => Object.keys(one).length > 0),
  );
  return Object.keys(levels).length === 0 ? undefined : { extends: file, levels };
}
