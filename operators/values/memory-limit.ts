import { int, type Parameter } from '../../dsl/index.js';

/** Bytes that the whole run may take, by which an operator chooses how much it does at a time; where it is left out, that of the run. */
export const memoryLimit = (): Parameter<number | undefined> & { readonly default: undefined } => ({
  ...int('memory that the run may take', { min: 1, unit: 'bytes' }),
  default: undefined,
  limit: 'memory',
});
