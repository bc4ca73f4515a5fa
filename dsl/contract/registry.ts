import type { AnyOperator } from './operator.js';

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

/** Advice that names the operators whose outputs are of a kind. */
export function makersOf(kind: string, registry: Registry): string {
  const makers = Object.values(registry).filter(({ out }) =>
    Object.values(out).some((port) => port.kind.name === kind),
  );
  const named = makers.slice(0, 3).map(({ id, summary }) => inBrackets(id, summary));
  return named.length === 0
    ? `an output of kind ${kind}; no operator has one`
    : `an output of kind ${kind}: ${named.join(', ')}`;
}

/** An operator's id with its summary: `video.frames (turn a video into frames of bytes)`. */
export const inBrackets = (id: string, summary: string): string =>
  `${id} (${summary.slice(0, 1).toLowerCase()}${summary.slice(1)})`;
