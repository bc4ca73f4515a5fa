import { expect, test } from '@jest/globals';
import type { tf } from '../../../operators/tensor/tf.js';
import { declareCoarserPixels, projectPixels } from '../../../operators/network/coarser-pixels.js';
import { declareParameters } from '../../../operators/network/declare-parameters.js';
import { evaluatePyramid } from '../../../operators/network/evaluate-pyramid.js';
import { startingValue } from '../../../operators/network/starting-value.js';
import { onTensorflow } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { mixedError, normal } from '../../gradients.js';
import { nestedOrigins, pyramidInputs } from '../../network.js';
import { weightsOf } from '../../weights.js';

const cascade = smallCascade({ network: { pixels: true } });

onTensorflow('the pixels of the coarser level', () => {
  test('add nothing at the start: the network is what it is without them', () => {
    const outputs = (of: typeof cascade): Float32Array[] => {
      const started = declareParameters(of).map((one) => [one.name, [...startingValue(one, 1)]] as const);
      const weights = weightsOf(declareParameters(of), Object.fromEntries(started));
      const inputs = pyramidInputs(of, 2);
      return evaluatePyramid({ cascade: of, weights }, inputs, nestedOrigins(2)).map(({ output }) =>
        output.dataSync<'float32'>(),
      );
    };
    const [plain, seeing] = [outputs(smallCascade()), outputs(cascade)];
    plain.forEach((output, level) => expect(mixedError(seeing[level] ?? [], output)).toBe(0));
  });

  test('are projected token by token', () => {
    const [kernel] = declareCoarserPixels(cascade);
    expect(kernel?.shape).toEqual([8, 8]);
    const weights = weightsOf(kernel ? [kernel] : []);
    const patches = normal<tf.Tensor5D>('patches', [3, ...cascade.patch, 2]);
    expect(projectPixels(cascade, weights, patches).shape).toEqual([3 * 8, 8]);
    expect(declareCoarserPixels(smallCascade())).toEqual([]);
  });
});
