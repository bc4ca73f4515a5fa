import { describe, expect, test } from '@jest/globals';
import { karrasSigmas, levelSigmas } from '../../../operators/denoise/schedule.js';
import { smallCascade } from '../../cascade.js';
import { readReference } from '../../reference.js';

const { number, values } = await readReference('edm-sampler');
const settings = ['steps', 'sigma_min', 'sigma_max', 'rho'].map((name) => number(`hyper.${name}`));
const [steps = 0, min = 0, max = 0, rho = 0] = settings;

describe('noise levels', () => {
  test.each(['edm.sigmas', 'k_diffusion.sigmas'])('are %s', (name) => {
    const sigmas = karrasSigmas(steps, min, max, rho);
    expect(sigmas).toHaveLength(steps + 1);
    expect(sigmas.at(-1)).toBe(0);
    values(name).forEach((expected, i) => {
      expect(Math.abs((sigmas[i] ?? NaN) - expected)).toBeLessThanOrEqual(1e-5 * expected);
    });
  });

  test('one step goes from σ_max to 0 at once', () => {
    expect(karrasSigmas(1, 0.002, 80, 7)).toEqual([expect.closeTo(80, 9), 0]);
  });

  test("a level's noise levels grow as its input scale shrinks", () => {
    const cascade = smallCascade({
      levels: [
        { size: [2, 4, 4], steps: 5 },
        { size: [2, 8, 8], steps: 3, inputScale: 0.5 },
      ],
      noise: { min: 0.01, max: 10 },
    });
    expect(levelSigmas(cascade, 0)).toEqual(karrasSigmas(5, 0.01, 10, 7));
    expect(levelSigmas(cascade, 1)).toEqual(karrasSigmas(3, 0.02, 20, 7));
  });
});
