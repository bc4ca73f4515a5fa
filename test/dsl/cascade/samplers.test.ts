import { expect, test } from '@jest/globals';
import { checkCascade } from '../../../dsl/cascade/check-cascade.js';
import type { CascadeDocument } from '../../../dsl/cascade/cascade-document.js';
import { SAMPLERS, type Sampler } from '../../../dsl/cascade/samplers.js';
import { parseSource } from '../../../dsl/document/source.js';

const NAMES = Object.keys(SAMPLERS) as Sampler[];

/** The keys that are refused of a cascade whose only level is sampled so. */
function refused(level: Partial<CascadeDocument['levels'][number]>): (string | undefined)[] {
  const size = [4, 16, 16] as const;
  const network = { token: [1, 4, 4], width: 32, latents: 8, heads: 4, blocks: 2 } as const;
  const document = { cascade: 1, patch: size, levels: [{ size, ...level }], network } as const;
  return checkCascade(document, parseSource('cascade.yaml', '{}')).map(({ path }) => path);
}

test.each(NAMES)('churn and eta are refused where %s would not look at them, and taken where it does', (sampler) => {
  const { churn, eta } = SAMPLERS[sampler];
  expect(refused({ sampler })).toEqual([]);
  expect(refused({ sampler, churn: 40 })).toEqual(churn ? [] : ['levels[0].churn']);
  expect(refused({ sampler, eta: 0.5 })).toEqual(eta ? [] : ['levels[0].eta']);
});
