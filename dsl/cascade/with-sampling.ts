import { writtenSource } from '../document/read-source.js';
import { ownEntry } from '../fault/own-entry.js';
import type { Cascade, Level } from './cascade.js';
import { documentOfCascade } from './document-of-cascade.js';
import { cascadeOf } from './read-cascade.js';
import { SAMPLERS, type SamplerFacts } from './samplers.js';

/** Settings of a level that may change after training. */
export type LevelSampling = Partial<Omit<Level, 'size' | 'inputScale' | 'noise' | 'factor'>>;

/**
 * A cascade whose levels are sampled in another way; a network that was trained for one of both fits the other.
 *
 * Churn goes where a level gets a sampler that has none.
 *
 * @param changes for each level, from coarse to fine, what changes
 * @param sigmaMin last σ above 0 of all levels, at input scale 1; that of the cascade where it is left out
 * fails E_CASCADE for values that cannot work, with their trail as path: `levels[1].steps`
 */
export function withSampling(cascade: Cascade, changes: readonly LevelSampling[], sigmaMin?: number): Cascade {
  const levels = cascade.levels.map((level, index): Level => {
    const changed = { ...level, ...changes[index] };
    const keepsChurn = ownEntry<SamplerFacts>(SAMPLERS, changed.sampler)?.churn !== false || changes[index]?.churn;
    return keepsChurn ? changed : { ...changed, churn: 0 };
  });
  const noise = sigmaMin === undefined ? cascade.noise : { ...cascade.noise, min: sigmaMin };
  return cascadeOf(writtenSource(documentOfCascade({ ...cascade, levels, noise })));
}
