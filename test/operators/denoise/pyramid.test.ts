import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { denoisePyramid } from '../../../operators/denoise/pyramid.js';
import { preconditionPyramid } from '../../../operators/diffusion/precondition-pyramid.js';
import { evaluatePyramid } from '../../../operators/network/evaluate-pyramid.js';
import { latentCount } from '../../../operators/network/start-latents.js';
import { onTensorflow } from '../../backends.js';
import { cascadeKinds, smallCascade } from '../../cascade.js';
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

  test.each(cascadeKinds.filter(([, { condition }]) => condition.kind !== 'none'))(
    '%s: without a condition is that with the null condition, and depends on every weight',
    (_, kind) => {
      const { weights } = movedNetwork(kind);
      const noisy = pyramidInputs(kind, 2).map(({ patches }) => patches);
      const given = { noisy, sigma, origins: nestedOrigins(2), condition: undefined };
      const latents = kind.network.selfCondition ? tf.zeros<tf.Rank.R2>([6 * latentCount(kind), 6]) : undefined;
      const names = Object.keys(weights);
      const outputs = (values: readonly tf.Tensor[]): tf.Tensor5D[] => {
        const network = { cascade: kind, weights: Object.fromEntries(names.map((name, i) => [name, values[i]])) };
        return [
          ...denoisePyramid.run({ ...given, network: network as ReturnType<typeof movedNetwork>, latents }, {}).output,
        ];
      };
      const values = names.map((name) => weights[name] as tf.Tensor);
      const loss = (...values: tf.Tensor[]): tf.Scalar =>
        tf.addN(outputs(values).map((output) => tf.sum<tf.Scalar>(tf.square(output))));
      expect(tf.grads(loss)(values)).toHaveLength(names.length);
      if (kind.network.residual) return;
      const plain = evaluatePyramid({ cascade: kind, weights }, preconditionPyramid(kind, noisy, sigma), given.origins);
      outputs(values).forEach((output, level) => {
        expect(mixedError(output.dataSync(), plain[level]?.output.dataSync() ?? [])).toBeLessThan(1e-5);
      });
    },
  );

  test('refuses a condition that the cascade does not take', () => {
    const condition = { kind: 'classes', classes: [0, 1], guidance: 1 } as const;
    expect(() => denoisePyramid.run({ ...inputs(), condition }, {})).toThrow(
      expect.objectContaining({ code: 'E_CONDITION' }),
    );
  });
});
