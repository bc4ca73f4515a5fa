import type { AnyOperator } from './contract.js';

/** The operators a document may name, by id. */
export type Registry = Readonly<Record<string, AnyOperator>>;

/** A registry of these operators; two with one id are a programming error. */
export function registryOf(operators: readonly AnyOperator[]): Registry {
  const registry: Record<string, AnyOperator> = {};
  for (const operator of operators) {
    if (operator.id in registry) throw new RangeError(`two operators are called "${operator.id}"`);
    registry[operator.id] = operator;
  }
  return registry;
}
