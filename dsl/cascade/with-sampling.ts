import { writtenSource } from '../document/read-source.js';
import { ownEntry } from '../fault/own-entry.js';
import type { CascadeDocument } from './cascade-document.js';
import type { Cascade, Level } from './cascade.js';
import { documentOfCascade } from './document-of-cascade.js';
import { cascadeOf } from './read-cascade.js';
import { SAMPLERS, type SamplerFacts } from './samplers.js';

/** Settings of a level that may change after training. */
export type LevelSampling = Partial<Omit<Level, 'size' | 'inputScale' | 'noise' | 'factor'>>;

/** Settings of all levels that may change after training. */
export interface SamplingOfAll {
  readonly sigmaMin?: number | undefined;
  readonly frames?: number | undefined;
}

/**
 * A cascade whose levels are sampled in another way; a network that was trained for one of both fits the other.
 *
 * Churn goes where a level gets a sampler that has none.
 *
 * @param changes for each level, from coarse to fine, what changes
 * @param all what changes for all levels: the last σ above 0, at input scale 1, and the frames of the videos, which may be more than those of training
 * fails E_CASCADE for values that cannot work, with their trail as path: `levels[1].steps`
 */
export function withSampling(cascade: Cascade, changes: readonly LevelSampling[], all: SamplingOfAll = {}): Cascade {
  const levels = cascade.levels.map((level, index): Level => {
    const changed = { ...level, ...changes[index] };
    const keepsChurn = ownEntry<SamplerFacts>(SAMPLERS, changed.sampler)?.churn !== false || changes[index]?.churn;
    return keepsChurn ? changed : { ...changed, churn: 0 };
  });
  const { sigmaMin, frames } = all;
  const noise = sigmaMin === undefined ? cascade.noise : { ...cascade.noise, min: sigmaMin };
  const document = documentOfCascade({ ...cascade, levels, noise });
  return cascadeOf(writtenSource(frames === undefined ? document : lengthened(document, frames)));
}

/** A cascade of longer videos; its level 0 overlaps along time as the default says, where it did not overlap before. */
function lengthened(document: CascadeDocument, frames: number): CascadeDocument {
  const [first, ...finer] = document.levels;
  if (first === undefined || first.overlap?.[0] !== 0) return { ...document, frames };
  const { overlap: [, height, width] = [0, 0, 0], ...rest } = first;
  const last = document.levels.at(-1)?.size[0] ?? frames;
  return { ...document, frames, levels: [{ ...rest, overlap: [frames > last ? 0.5 : 0, height, width] }, ...finer] };
}
