/** What moves the weights; see lamb.ts and adamw.ts. */
export const OPTIMISERS = ['lamb', 'adamw'] as const;
export type Optimiser = (typeof OPTIMISERS)[number];
