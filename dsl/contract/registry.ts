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

/** Ids of the first operators that do what is needed, for advice: `: image.sheet, video.write`; empty if there is none. */
export function idsWhere(registry: Registry, does: (operator: AnyOperator) => boolean): string {
  const ids = Object.values(registry)
    .filter(does)
    .slice(0, 3)
    .map(({ id }) => id);
  return ids.length === 0 ? '' : `: ${ids.join(', ')}`;
}

/** An operator's id with its summary: `video.frames (turn a video into frames of bytes)`. */
export const inBrackets = (id: string, summary: string): string =>
  `${id} (${summary.slice(0, 1).toLowerCase()}${summary.slice(1)})`;
