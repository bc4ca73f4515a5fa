import { describe, expect, test } from '@jest/globals';
import { contextFuse } from '../../../operators/context/fuse.js';
import { onTensorflow } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { movedNetwork } from '../../network.js';

onTensorflow('the projected context', () => {
  test('of the coarsest level is none, at any block', () => {
    const network = movedNetwork(smallCascade());
    const { projected } = contextFuse.run({ network, context: undefined }, { level: 0 });
    expect(projected).toEqual({ blocks: [undefined, undefined, undefined] });
  });
});

describe('the graph', () => {
  test('must give a finer level the context of all coarser ones', () => {
    expect(contextFuse.dimensions?.({ level: 2 }, {})).toEqual({ K: 2 });
    expect(contextFuse.check?.({ level: 2 }, { L: 3 }, ['network'])).toMatchObject([{ code: 'E_CONTEXT' }]);
  });
});
