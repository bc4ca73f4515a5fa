import type { Cascade, Parameter } from '../../dsl/index.js';
import { cascade } from './cascade.js';

/** A setting for a cascade that may be left out; it is then the cascade of the connected nodes, for example of the network. */
export const inferredCascade = (description: string): Parameter<Cascade> & { readonly inferred: true } => ({
  ...cascade(description),
  inferred: true,
});
