import type { CascadeDocument } from './cascade-document.js';
import type { Cascade, ConditionShape, Level, NetworkShape } from './cascade.js';
import { itemAt } from '../fault/item-at.js';
import { ownEntry } from '../fault/own-entry.js';
import { isLonger, trainedSize } from './trained-size.js';
import { SAMPLERS, type SamplerFacts } from './samplers.js';

/** A cascade as a document without defaults, which resolves to it; keys that have no effect are left out. */
export const documentOfCascade = (cascade: Cascade): CascadeDocument => ({
  cascade: 1,
  patch: cascade.patch,
  channels: cascade.channels,
  levels: cascade.levels.map((level, index) => ({ ...ofLevel(level), size: trainedSize(cascade, index) })),
  ...(isLonger(cascade) ? { frames: itemAt(cascade.levels, cascade.levels.length - 1).size[0] } : {}),
  network: ofNetwork(cascade.network),
  noise: cascade.noise,
  time: cascade.time,
  ...ofCondition(cascade.condition),
});

function ofLevel(level: Level): CascadeDocument['levels'][number] {
  const { churn, churnMin, churnMax, churnNoise, eta } = level;
  const { size, steps, sampler, schedule, sigmaMax, start, threshold, detail, overlap, window, shift } = level;
  const { cycleSpin, inputScale, contextNoise, noise } = level;
  const limit = churnMax === Number.MAX_VALUE ? {} : { churnMax };
  return {
    ...{ size, steps, sampler, schedule, sigmaMax, start, threshold, detail, overlap, window, shift },
    ...{ cycleSpin, inputScale, contextNoise, noise },
    ...(churn > 0 ? { churn, churnMin, churnNoise, ...limit } : {}),
    ...(ownEntry<SamplerFacts>(SAMPLERS, sampler)?.eta === true ? { eta } : {}),
  };
}

function ofNetwork(network: NetworkShape): CascadeDocument['network'] {
  const { latents, latentWidth, layers, selfCondition, detachContext, coordinates, ...kept } = network;
  return {
    ...kept,
    ...(network.block === 'rin' ? { latents, latentWidth, layers, selfCondition } : {}),
    ...(network.fusion === 'none' ? {} : { detachContext, coordinates }),
  };
}

function ofCondition(condition: ConditionShape): Pick<CascadeDocument, 'condition'> {
  switch (condition.kind) {
    case 'none':
      return {};
    case 'classes':
      return { condition: { classes: condition.classes } };
    case 'text': {
      const { width, tokens, read } = condition;
      return { condition: { text: { width, tokens, read } } };
    }
  }
}
