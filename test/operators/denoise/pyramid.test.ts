import { expect, test } from '@jest/globals';
import type * as tf from '@tensorflow/tfjs';
import { denoisePyramid } from '../../../operators/denoise/pyramid.js';
import { preconditionPyramid } from '../../../operators/diffusion/precondition-pyramid.js';
import { evaluatePyramid } from '../../../operators/network/evaluate-pyramid.js';
import { latentCount } from '../../../operators/network/start-latents.js';
import { onTensorflow } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { mixedError, normal } from '../../gradients.js';
import { movedNetwork, nestedOrigins, pyramidInputs } from '../../network.js';

const cascade = smallCascade({ network: { selfCondition: true } });
const sigma = [
  [1, 2],
  [0.5, 1],
  [0.25, 0.5],
];

onTensorflow('the network on a noisy pyramid', () => {
  const inputs = () => ({
    ...{ network: movedNetwork(cascade), sigma, origins: nestedOrigins(2), condition: undefined, latents: undefined },
    noisy: pyramidInputs(cascade, 2).map(({ patches }) => patches),
  });

  test('gets it preconditioned, and gives a patch for every patch', () => {
    const { network, noisy, origins } = inputs();
    const { output } = denoisePyramid.run(inputs(), {});
    const expected = evaluatePyramid(network, preconditionPyramid(cascade, noisy, sigma), origins);
    expect(output.map(({ shape }) => shape)).toEqual(noisy.map(({ shape }) => shape));
    output.forEach((level, i) => {
      expect(mixedError(level.dataSync(), expected[i]?.output.dataSync() ?? [])).toBeLessThan(1e-6);
    });
  });

  test('gives every level its own part of the earlier latents', () => {
    const count = 2 * latentCount(cascade);
    const latents = normal<tf.Tensor2D>('latents', [3 * count, 6]);
    const { network, noisy, origins } = inputs();
    const { output } = denoisePyramid.run({ ...inputs(), latents }, {});
    const split = preconditionPyramid(cascade, noisy, sigma).map((input, level) => ({
      ...input,
      previous: latents.slice([level * count, 0], [count, 6]),
    }));
    const expected = evaluatePyramid(network, split, origins).at(-1)?.output;
    expect(mixedError(output.at(-1)?.dataSync() ?? [], expected?.dataSync() ?? [])).toBeLessThan(1e-6);
  });

  test('refuses a condition that the cascade does not take', () => {
    const condition = { kind: 'classes', classes: [0, 1], guidance: 1 } as const;
    expect(() => denoisePyramid.run({ ...inputs(), condition }, {})).toThrow(
      expect.objectContaining({ code: 'E_CONDITION' }),
    );
  });
});
