import { formatPlace, type Fault } from '../fault/fault.js';
import type { Source, Trail } from './source.js';
import { formatTrail } from './decode.js';

/** Where something was written: what a fault says of its place. */
export type Written = Required<Pick<Fault, 'place' | 'path'>> & Pick<Fault, 'usedBy'>;

/** A document, and the node that uses it. */
interface Within {
  readonly source: Source;
  readonly usedBy?: string;
}

/** Where something in a document was written, given its trail. */
export const at = ({ source, usedBy }: Within, trail: Trail): Written => ({
  place: source.place(trail),
  path: formatTrail(trail),
  ...(usedBy === undefined ? {} : { usedBy }),
});

/** `nodes.level, pipelines/sample.yaml:18:3`, and so on outwards. */
export function describeUse({ source, usedBy }: Within, trail: Trail): string {
  const use = `${formatTrail(trail)}, ${formatPlace(source.place(trail))}`;
  return usedBy === undefined ? use : `${use}; that by ${usedBy}`;
}
