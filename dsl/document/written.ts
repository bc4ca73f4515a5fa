import { formatPlace, fromHere, type Fault } from '../fault/fault.js';
import type { Source, Trail } from './source.js';
import { formatTrail } from './decode.js';

/** The place of something in a document, in the form that a fault has. */
export type Written = Required<Pick<Fault, 'place' | 'path'>> & Pick<Fault, 'usedBy'>;

/** A document and the node that uses it. */
interface Within {
  readonly source: Source;
  readonly usedBy?: string;
}

/** The place of a value in a document, given its trail. */
export const at = ({ source, usedBy }: Within, trail: Trail): Written => ({
  place: source.place(trail),
  path: formatTrail(trail),
  ...(usedBy === undefined ? {} : { usedBy }),
});

/** The node that uses a document, and the nodes that use its document, outwards: `nodes.level, pipelines/sample.yaml:18:3`. */
export function describeUse({ source, usedBy }: Within, trail: Trail): string {
  const use = `${formatTrail(trail)}, ${formatPlace(source.place(trail))}`;
  return usedBy === undefined ? use : `${use}; that by ${usedBy}`;
}

/** The name of a graph in messages: its file, or its name in `graphs`. */
export const describeGraph = ({ source, trail }: { readonly source: Source; readonly trail: Trail }): string => {
  const name = trail.at(-1);
  return name === undefined ? fromHere(source.file) : `graph "${name}"`;
};
