import { readSource } from '../../dsl/index.js';

/** The part of a parameter's declaration that is needed here. It is not validated; the checker does that. */
type Declared = Readonly<Record<string, { readonly default?: unknown } | null>>;

/** The parameters a document declares, by name. */
export function declaredParameters(file: string): Declared {
  const { value } = readSource(file);
  if (typeof value !== 'object' || value === null || !('params' in value)) return {};
  const { params } = value;
  return typeof params === 'object' && params !== null ? (params as Declared) : {};
}

/** `--seed` sets the run's seed, and the parameter `seed` of a document that declares one. */
export const seedValues = (file: string, seed: number | undefined): { readonly seed?: number } =>
  seed !== undefined && 'seed' in declaredParameters(file) ? { seed } : {};
