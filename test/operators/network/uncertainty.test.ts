import { expect, test } from '@jest/globals';
import { levelOf } from '../../../dsl/index.js';
import { declareParameters } from '../../../operators/network/declare-parameters.js';
import { declareUncertainty, uncertainty } from '../../../operators/network/uncertainty.js';
import { onTensorflow } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { weightsOf } from '../../weights.js';

const cascade = smallCascade({ network: { uncertainty: true } });
const { inputScale, noise } = levelOf(cascade, 1);
/** σ so many standard deviations from the mean of ln σ. */
const sigmaAt = (away: number): number => Math.exp(noise.mean - Math.log(inputScale) + away * noise.std);

test('there is one for each level, after all other parameters; none where the cascade has none', () => {
  const names = declareParameters(cascade).map(({ name }) => name);
  expect(names.slice(0, -cascade.levels.length)).toEqual(declareParameters(smallCascade()).map(({ name }) => name));
  expect(names.slice(-cascade.levels.length)).toEqual(cascade.levels.map((_, level) => `uncertainty.${level}`));
  expect(declareUncertainty(smallCascade())).toEqual([]);
});

onTensorflow('the uncertainty of a level', () => {
  test('is a sum of cosines over the noise levels of training, and constant beyond them', async () => {
    const weights = weightsOf(declareUncertainty(cascade), { 'uncertainty.1': [1, 10, 100, 0, 0, 0, 0, 0] });
    const sigma = [-3, -1.5, 0, 1.5, 3, -9, 9].map(sigmaAt);
    const half = Math.SQRT1_2;
    // cos 0, cos πx/2 and cos πx at x = 0, ½, 1, 1½, 2
    const expected = [111, 1 + 10 * half, 1 - 100, 1 - 10 * half, 1 - 10 + 100];
    const found = [...(await uncertainty(cascade, weights, 1, sigma).data())];
    [...expected, expected[0], expected[4]].forEach((value, i) => expect(found[i]).toBeCloseTo(value ?? NaN, 3));
  });

  test('of noise that is none or endless is finite', async () => {
    const weights = weightsOf(declareUncertainty(cascade));
    const found = await uncertainty(cascade, weights, 0, [0, Infinity]).data();
    expect([...found].every(Number.isFinite)).toBe(true);
  });
});
