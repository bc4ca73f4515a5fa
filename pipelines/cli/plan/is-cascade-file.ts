import { readSource } from '../../../dsl/index.js';

/** Whether a file is a cascade on its own, not a pipeline document; fails E_FILE, E_SYNTAX. */
export function isCascadeFile(file: string): boolean {
  const { value } = readSource(file);
  return typeof value === 'object' && value !== null && 'cascade' in value && !('nodes' in value);
}
