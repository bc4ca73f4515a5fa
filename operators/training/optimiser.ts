/** The optimisers; see lamb.ts and adamw.ts. */
export const OPTIMISERS = ['lamb', 'adamw'] as const;
/** The name of an optimiser. */
export type Optimiser = (typeof OPTIMISERS)[number];
