/** The optimisers; see lamb.ts and adamw.ts. */
export const OPTIMISERS = ['lamb', 'adamw'] as const;
/** The name of an optimiser. */
export type Optimiser = (typeof OPTIMISERS)[number];

/** The learning rate of each optimiser where none is given, as measured on Moving MNIST; LAMB's is the paper's. */
export const DEFAULT_RATES: Readonly<Record<Optimiser, number>> = { lamb: 5e-3, adamw: 3e-3 };
