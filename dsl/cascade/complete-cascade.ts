import type { Cascade } from './cascade.js';

/** Keys of a network that did not exist in earlier versions, with what their absence means. */
const ADDED = { pixels: false, residual: false, uncertainty: false, neighbours: false };
/** Keys of a level, likewise. */
const ADDED_TO_LEVELS = { start: 'noise', threshold: 1, detail: 1, cycleSpin: 0, shift: false };

/**
 * A resolved cascade that may have been stored by an earlier version, with the keys that have been added since: a checkpoint stays readable
 * when cascades get new keys.
 */
export function completeCascade(stored: Cascade): Cascade {
  const { mean, std, max } = stored.noise;
  return {
    ...stored,
    levels: stored.levels.map((level) => ({
      ...ADDED_TO_LEVELS,
      ...{ noise: { mean, std }, sigmaMax: max },
      ...level,
    })),
    network: { ...ADDED, ...stored.network },
    condition: stored.condition.kind === 'text' ? { ...{ read: 'attend' }, ...stored.condition } : stored.condition,
  };
}
