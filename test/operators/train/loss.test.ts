import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { trainLoss } from '../../../operators/train/loss.js';
import { declareUncertainty, uncertainty } from '../../../operators/network/uncertainty.js';
import type { Weights } from '../../../operators/network/weights.js';
import { asInReference } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { mixedError } from '../../gradients.js';
import { readReference } from '../../reference.js';
import { weightsOf } from '../../weights.js';

/** EDMLoss of NVlabs/edm, its mean taken over all elements. */
const { number, shape, tensor, values } = await readReference('edm-precond');
const patches = (name: string): tf.Tensor5D => tf.reshape(tensor(name), [...shape(name), 1] as tf.Tensor5D['shape']);
const network = {
  cascade: smallCascade({ noise: { sigmaData: number('loss.sigma_data') } }),
  weights: {},
};
const sigma = [...values('loss.sigma')];

asInReference('the training loss', () => {
  /** The same case at every level, the output of level ℓ moved by `moved[ℓ]`. */
  const lossOf = (
    output: tf.Tensor5D,
    moved: readonly number[],
    weights: readonly number[] = [],
  ): ReturnType<typeof trainLoss.run> => {
    const [clean, noisy] = [patches('loss.x'), patches('loss.x_noisy')];
    return trainLoss.run(
      {
        network,
        output: moved.map((by) => tf.add(output, by)),
        patches: moved.map(() => clean),
        noisy: moved.map(() => noisy),
        sigma: moved.map(() => sigma),
      },
      { weights },
    );
  };

  test("is EDM's, and so is its gradient", async () => {
    const mean = (output: tf.Tensor): tf.Scalar => lossOf(output as tf.Tensor5D, [0]).loss;
    const output = patches('loss.F');
    expect(mixedError(await mean(output).data(), values('loss.mean'))).toBeLessThan(1e-4);
    const gradient = tf.grad(mean)(output);
    // The file's gradient is of a mean over many elements and so below the tolerance: compare it per element
    const whole = (g: tf.Tensor): Promise<ArrayLike<number>> => tf.mul(g, output.size).data();
    expect(mixedError(await whole(gradient), await whole(tensor('loss.grad_F')))).toBeLessThan(1e-4);
  });

  test('of several levels is the mean of what each is alone', async () => {
    const output = patches('loss.F');
    const { loss: all, levels } = lossOf(output, [0, 0.5, -1]);
    const alone = [0, 0.5, -1].map(async (by) => (await lossOf(output, [by]).loss.data())[0] ?? NaN);
    const apart = await Promise.all(alone);
    expect(mixedError(await levels.data(), apart)).toBeLessThan(1e-6);
    expect(mixedError(await all.data(), [apart.reduce((a, b) => a + b) / 3])).toBeLessThan(1e-6);
    expect(new Set(apart).size).toBe(3);
    const weighted = await lossOf(output, [0, 0.5, -1], [1, 0, 3]).loss.data();
    expect(mixedError(weighted, [((apart[0] ?? NaN) + 3 * (apart[2] ?? NaN)) / 4])).toBeLessThan(1e-6);
  });
});

asInReference('the training loss with a learned uncertainty', () => {
  const cascade = smallCascade({ noise: { sigmaData: 0.5 }, network: { uncertainty: true } });
  const declared = declareUncertainty(cascade);
  const { f, h, w, C } = { f: 1, h: 2, w: 2, C: 1 };
  const zeros = tf.zeros<tf.Rank.R5>([2, f, h, w, C]);
  /** Outputs whose errors at two patches are known: the target of clean patches of zeros without noise is zero. */
  const errors = [0.25, 4];
  const [small, large] = [tf.fill<tf.Rank.R5>([1, f, h, w, C], 0.5), tf.fill<tf.Rank.R5>([1, f, h, w, C], 2)];
  const output = tf.concat([small, large]);
  const lossOf = (weights: Weights) =>
    trainLoss.run(
      {
        network: { cascade, weights },
        ...{ output: [output], patches: [zeros], noisy: [zeros], sigma: [[0.1, 2]] },
      },
      { weights: [] },
    );

  test('is the plain one at the start', async () => {
    const { loss, levels } = lossOf(weightsOf(declared, { 'uncertainty.0': Array(8).fill(0) as number[] }));
    expect([(await loss.data())[0], (await levels.data())[0]]).toEqual([2.125, 2.125]);
  });

  test('is e^−u · error + u, and least where u is the logarithm of the error at each noise level', async () => {
    const constant = weightsOf(declared, { 'uncertainty.0': [0.7, 0, 0, 0, 0, 0, 0, 0] });
    const { loss, levels } = lossOf(constant);
    expect((await loss.data())[0]).toBeCloseTo(2.125 * Math.exp(-0.7) + 0.7, 5);
    expect((await levels.data())[0]).toBeCloseTo(2.125, 6);
    let own = tf.zeros<tf.Rank.R1>([8]);
    const gradient = tf.grad((one) => lossOf({ 'uncertainty.0': one }).loss);
    for (let step = 0; step < 400; step++) own = tf.sub(own, tf.mul(gradient(own), 0.2));
    const learned = await uncertainty(cascade, { 'uncertainty.0': own }, 0, [0.1, 2]).data();
    expect(mixedError(learned, errors.map(Math.log))).toBeLessThan(1e-2);
  });
});

test('there is a weight for every level, and not all are 0', () => {
  const refused = (weights: number[]) => trainLoss.check?.({ weights }, { L: 3 }, []);
  expect([refused([]), refused([0, 1, 2])]).toEqual([[], []]);
  for (const weights of [[1], [0, 0, 0]]) expect(refused(weights)).toMatchObject([{ path: 'with.weights' }]);
});

test('a cascade of one level has one weight', () => {
  expect(trainLoss.check?.({ weights: [0] }, { L: 1 }, [])).toMatchObject([
    { expected: 'a weight that is not 0; or none' },
  ]);
});
