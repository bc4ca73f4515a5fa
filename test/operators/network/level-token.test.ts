import { expect, test } from '@jest/globals';
import { declareLevelTokens, levelToken } from '../../../operators/network/level-token.js';
import { onTensorflow } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { weightsOf } from '../../weights.js';

onTensorflow('the token of a level', () => {
  test('is its own row of a table with one row for each level', () => {
    const cascade = smallCascade({ network: { latentWidth: 2, heads: 1 } });
    const declared = declareLevelTokens(cascade);
    expect(declared.shape).toEqual([3, 2]);
    const weights = weightsOf([declared], { levels: [1, 2, 3, 4, 5, 6] });
    expect([0, 1, 2].map((level) => levelToken(cascade, weights, level).arraySync())).toEqual([
      [[1, 2]],
      [[3, 4]],
      [[5, 6]],
    ]);
  });
});
