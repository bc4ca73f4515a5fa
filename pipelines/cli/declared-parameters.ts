import { readSource } from '../../dsl/index.js';

/** What is read here of the parameters a document declares; the checker says what is wrong with them. */
type Declared = Readonly<Record<string, { readonly default?: unknown } | null>>;

/** The parameters a document declares, by name. */
export function declaredParameters(file: string): Declared {
  const { value } = readSource(file);
  if (typeof value !== 'object' || value === null || !('params' in value)) return {};
  const { params } = value;
  return typeof params === 'object' && params !== null ? (params as Declared) : {};
}

/** `--seed` is the run's seed and, where a document declares a parameter `seed`, the value of that too. */
export const seedValues = (file: string, seed: number | undefined): { readonly seed?: number } =>
  seed !== undefined && 'seed' in declaredParameters(file) ? { seed } : {};
