import { leastFirst } from './least-first.js';
import type { AnyOperator } from './operator.js';
import type { Port } from './port.js';

/** The operators that documents can use, by id. */
export type Registry = Readonly<Record<string, AnyOperator>>;

/** Make a registry of operators; fails RangeError if two have the same id. */
export function registryOf(operators: readonly AnyOperator[]): Registry {
  const registry: Record<string, AnyOperator> = {};
  for (const operator of operators) {
    if (operator.id in registry) throw new RangeError(`two operators are called "${operator.id}"`);
    registry[operator.id] = operator;
  }
  return registry;
}

/** Advice that names operators whose outputs are of a kind; first those that make nothing else and do not take it themselves. */
export function makersOf(kind: string, registry: Registry): string {
  const isOfKind = (port: Port): boolean => port.kind.name === kind;
  const makers = Object.values(registry).filter(({ out }) => Object.values(out).some(isOfKind));
  const isOnly = ({ in: inputs, out }: AnyOperator): boolean =>
    Object.values(out).every(isOfKind) && !Object.values(inputs).some(isOfKind);
  const sorted = [...leastFirst(makers.filter(isOnly)), ...leastFirst(makers.filter((maker) => !isOnly(maker)))];
  const named = sorted.slice(0, MOST_NAMED).map(({ id, summary }) => inBrackets(id, summary));
  return named.length === 0
    ? `an output of kind ${kind}; no operator has one`
    : `an output of kind ${kind}: ${named.join(', ')}`;
}

/** Ids of operators that do what is needed, for advice: `: video.write, image.sheet`; empty if there is none. */
export function idsWhere(registry: Registry, does: (operator: AnyOperator) => boolean): string {
  const ids = leastFirst(Object.values(registry).filter(does)).map(({ id }) => id);
  return ids.length === 0 ? '' : `: ${ids.slice(0, MOST_NAMED).join(', ')}`;
}

/** Operators that advice names. */
export const MOST_NAMED = 3;

/** Whether an operator makes nothing: it writes something. */
export const isSink = ({ out }: AnyOperator): boolean => Object.keys(out).length === 0;

/** An operator's id with its summary: `video.frames (turn a video into frames of bytes)`. */
export const inBrackets = (id: string, summary: string): string =>
  `${id} (${summary.slice(0, 1).toLowerCase()}${summary.slice(1)})`;
