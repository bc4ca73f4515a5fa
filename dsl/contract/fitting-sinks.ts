import { leastFirst } from './least-first.js';
import type { AnyOperator } from './operator.js';
import type { Ports } from './port.js';
import { isSink, MOST_NAMED, type Registry } from './registry.js';

/** The kinds of values that the nodes of a document make. */
export interface Made {
  readonly all: ReadonlySet<string>;
  /** Those that no node reads. */
  readonly unread: ReadonlySet<string>;
}

/**
 * The sinks that take what a document makes, for advice: `video.write (through video.frames)`. First those of values that no node reads; among
 * them, those that need the least. They take the values as they are, or as one other operator changes them.
 *
 * @returns a few of them; none if none fits
 */
export function fittingSinks({ all, unread }: Made, registry: Registry): string[] {
  const sinks = leastFirst(Object.values(registry).filter(isSink));
  const [ofUnread, ofAll] = [changed(unread, all, registry), changed(all, all, registry)];
  const known = new Set([...all, ...ofAll.keys()]);
  const fitting = sinks.filter(({ in: inputs }) => needed(inputs).length > 0 && isWithin(inputs, known));
  const takesUnread = ({ in: inputs }: AnyOperator): boolean =>
    needed(inputs).some((kind) => unread.has(kind) || ofUnread.has(kind));
  const named = [...fitting.filter(takesUnread), ...fitting.filter((sink) => !takesUnread(sink))].slice(0, MOST_NAMED);
  return named.map(({ id, in: inputs }) => {
    const through = needed(inputs).flatMap((kind) =>
      all.has(kind) ? [] : (ofUnread.get(kind) ?? ofAll.get(kind) ?? []),
    );
    return through.length === 0 ? id : `${id} (through ${[...new Set(through)].join(' and ')})`;
  });
}

/** The kinds that one operator makes of others, with the operator that needs the least. */
function changed(from: ReadonlySet<string>, all: ReadonlySet<string>, registry: Registry): Map<string, string> {
  const makers = Object.values(registry).filter(
    ({ in: inputs }) => needed(inputs).some((kind) => from.has(kind)) && isWithin(inputs, all),
  );
  const kinds = new Map<string, string>();
  for (const { id, out } of leastFirst(makers))
    for (const { kind } of Object.values(out)) if (!kinds.has(kind.name)) kinds.set(kind.name, id);
  return kinds;
}

/** The kinds of the inputs that must be connected. */
const needed = (inputs: Ports): string[] =>
  Object.values(inputs).flatMap(({ kind, optional }) => (optional === true ? [] : [kind.name]));

const isWithin = (inputs: Ports, kinds: ReadonlySet<string>): boolean =>
  needed(inputs).every((kind) => kinds.has(kind));
