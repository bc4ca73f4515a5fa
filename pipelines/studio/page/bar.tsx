import type { NodeState } from '../protocol.js';

/** How far a node is, in numbers: `3/8`, or `3` where the end is not known. */
export const countOf = ({ done, total }: NodeState): string => (total === undefined ? `${done}` : `${done}/${total}`);

/** How far a node is, as a bar. */
export const Bar = ({ node: { name, done, total, ended } }: { node: NodeState }) =>
  total === undefined ? (
    <span />
  ) : (
    <progress aria-label={`${name}, how far`} value={ended ? total : done} max={total} />
  );
