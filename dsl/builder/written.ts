import { Out, Outs, Ref } from './ref.js';

/** Builder values in the form of a document, with references and parameters as texts, at any depth. */
export function written(value: unknown): unknown {
  if (value instanceof Out || value instanceof Outs || value instanceof Ref) return String(value);
  if (Array.isArray(value)) return value.map(written);
  if (typeof value !== 'object' || value === null) return value;
  return mapValues(definedOf(value as Readonly<Record<string, unknown>>), written);
}

/** An object with the same keys and mapped values. */
export const mapValues = <V, W>(
  values: Readonly<Record<string, V>>,
  change: (value: V, key: string) => W,
): Record<string, W> => Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value, key)]));

/** Remove the keys whose values are undefined or empty maps. */
export const filled = <M extends Readonly<Record<string, unknown>>>(
  parts: M,
): { [K in keyof M]?: Exclude<M[K], undefined> } =>
  Object.fromEntries(
    Object.entries(parts).filter(
      ([, value]) => value !== undefined && !(typeof value === 'object' && value !== null && isEmpty(value)),
    ),
  ) as { [K in keyof M]?: Exclude<M[K], undefined> };

const isEmpty = (value: object): boolean => !Array.isArray(value) && Object.keys(value).length === 0;

const definedOf = (value: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined));
