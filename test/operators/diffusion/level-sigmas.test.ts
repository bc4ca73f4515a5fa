import { describe, expect, test } from '@jest/globals';
import { levelSigmas, scheduleSigmas } from '../../../operators/diffusion/level-sigmas.js';
import { smallCascade } from '../../cascade.js';
import { readReference } from '../../reference.js';

const NOISE = { sigmaData: 0.5, mean: -1.2, std: 1.2 };
const { number, values } = await readReference('edm-sampler');
const steps = number('hyper.steps');
const noise = { ...NOISE, min: number('hyper.sigma_min'), max: number('hyper.sigma_max'), rho: number('hyper.rho') };

/** ᾱ of a noise level. */
const signal = (sigma: number): number => 1 / (1 + sigma ** 2);
/** Differences of neighbours. */
const lengths = (places: readonly number[]): number[] => places.slice(1).map((place, i) => place - (places[i] ?? NaN));

describe('noise levels', () => {
  test.each(['edm.sigmas', 'k_diffusion.sigmas'])('are %s', (name) => {
    const sigmas = scheduleSigmas('karras', steps, noise);
    expect(sigmas).toHaveLength(steps + 1);
    expect(sigmas.at(-1)).toBe(0);
    values(name).forEach((expected, i) => {
      expect(Math.abs((sigmas[i] ?? NaN) - expected)).toBeLessThanOrEqual(1e-5 * expected);
    });
  });

  test.each(['karras', 'cosine', 'sigmoid'] as const)('%s: from σ_max down to σ_min, then 0', (schedule) => {
    const sigmas = scheduleSigmas(schedule, 9, noise);
    expect(sigmas).toHaveLength(10);
    expect((sigmas[0] ?? NaN) / noise.max).toBeCloseTo(1, 6);
    expect((sigmas[8] ?? NaN) / noise.min).toBeCloseTo(1, 6);
    expect(sigmas.at(-1)).toBe(0);
    expect(lengths(sigmas).filter((step) => !(step < 0))).toEqual([]);
    const atOnce = scheduleSigmas(schedule, 1, noise);
    expect(atOnce).toHaveLength(2);
    expect((atOnce[0] ?? NaN) / noise.max).toBeCloseTo(1, 6);
    expect(atOnce[1]).toBe(0);
  });

  test('cosine: the share of the signal is cos²(π t/2) at times of equal distance (Nichol & Dhariwal without offset)', () => {
    const times = scheduleSigmas('cosine', 9, noise)
      .slice(0, -1)
      .map((sigma) => (2 / Math.PI) * Math.acos(Math.sqrt(signal(sigma))));
    const [first = NaN, ...others] = lengths(times);
    for (const other of others) expect(other / first).toBeCloseTo(1, 6);
  });

  test("sigmoid: the share of the signal is Chen's function of time, from −3 to 3 at temperature 0.9", () => {
    const gamma = (t: number): number => {
      const s = (x: number): number => 1 / (1 + Math.exp(-x / 0.9));
      return (s(3) - s(t * 6 - 3)) / (s(3) - s(-3));
    };
    // found by bisection, so that the schedule's own inverse is not used against itself
    const timeOf = (share: number): number => {
      let [low, high] = [0, 1];
      for (let i = 0; i < 60; i++) {
        const middle = (low + high) / 2;
        if (gamma(middle) > share) low = middle;
        else high = middle;
      }
      return low;
    };
    const times = scheduleSigmas('sigmoid', 9, noise)
      .slice(0, -1)
      .map((sigma) => timeOf(signal(sigma)));
    const [first = NaN, ...others] = lengths(times);
    for (const other of others) expect(other / first).toBeCloseTo(1, 4);
  });

  test("a level's noise levels grow as its input scale shrinks", () => {
    const cascade = smallCascade({
      levels: [
        { size: [2, 4, 4], steps: 5 },
        { size: [2, 8, 8], steps: 3, inputScale: 0.5, schedule: 'cosine' },
      ],
      noise: { min: 0.01, max: 10 },
    });
    expect(levelSigmas(cascade, 0)).toEqual(scheduleSigmas('karras', 5, cascade.noise));
    expect(levelSigmas(cascade, 1)).toEqual(scheduleSigmas('cosine', 3, cascade.noise).map((sigma) => 2 * sigma));
  });
});
