import { expect, test } from '@jest/globals';
import type { tf } from '../../../operators/tensor/tf.js';
import { levelOutput } from '../../../operators/network/level-output.js';
import { onTensorflow } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { normal } from '../../gradients.js';
import { movedNetwork } from '../../network.js';

onTensorflow('what leaves the network', () => {
  const tokens = (): tf.Tensor2D => normal('tokens', [3 * 8, 8]);

  test('is a patch for every patch, and the latents where blocks have them', () => {
    const latents = normal<tf.Tensor2D>('latents', [3 * 5, 6]);
    const left = levelOutput(movedNetwork(smallCascade()), { tokens: tokens(), latents });
    expect(left.output.shape).toEqual([3, 2, 4, 4, 2]);
    expect(left.latents).toBe(latents);
  });

  test('has no latents where blocks have none', () => {
    const network = movedNetwork(smallCascade({ network: { block: 'transformer' } }));
    const left = levelOutput(network, { tokens: tokens(), vector: normal('vector', [3, 8]) });
    expect(left).not.toHaveProperty('latents');
  });
});
