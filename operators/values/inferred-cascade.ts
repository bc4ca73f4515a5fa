import type { Cascade, Parameter } from '../../dsl/index.js';
import { cascade } from './cascade.js';

/** A cascade that may be left out: it is then the cascade of the nodes that the node is connected to, the network's for example. */
export const inferredCascade = (description: string): Parameter<Cascade> & { readonly inferred: true } => ({
  ...cascade(description),
  inferred: true,
});
