import { expect, test } from '@jest/globals';
import { evaluateLevel } from '../../../operators/network/evaluate-level.js';
import { evaluatePyramid } from '../../../operators/network/evaluate-pyramid.js';
import type { LevelInput } from '../../../operators/network/run-blocks.js';
import { onTensorflow } from '../../backends.js';
import { cascadeKinds } from '../../cascade.js';
import { mixedError } from '../../gradients.js';
import { movedNetwork, nestedOrigins, pyramidInputs, someCondition } from '../../network.js';

onTensorflow('the coarsest level by itself', () => {
  test.each(cascadeKinds)('%s: has the output that it has with finer levels beside it', (_, cascade) => {
    const network = movedNetwork(cascade);
    const inputs = pyramidInputs(cascade, 2);
    const condition = someCondition(cascade, 2);
    const alone = evaluateLevel(network, inputs[0] as LevelInput, [], condition);
    const [together] = evaluatePyramid(network, inputs, nestedOrigins(2), condition);
    expect(mixedError(alone.output.dataSync(), together?.output.dataSync() ?? [])).toBeLessThan(1e-5);
  });
});
