import { describe, expect, test } from '@jest/globals';
import { contextFuse } from '../../../operators/context/fuse.js';
import { onTensorflow } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { testContext } from '../../context.js';
import { movedNetwork } from '../../network.js';

onTensorflow('the projected context', () => {
  test('of the coarsest level is none, at any block', async () => {
    const network = movedNetwork(smallCascade());
    const fusing = await contextFuse.open({ level: 0, batch: 64, memory: undefined }, testContext());
    const { projected } = await fusing.next({ network, context: undefined, slab: undefined }, 0);
    expect(projected).toMatchObject({ first: 0, parts: [{ level: 0, kept: [], coarser: [] }] });
  });
});

describe('the graph', () => {
  test('must give a finer level the context of all coarser ones', () => {
    expect(contextFuse.dimensions?.({ level: 2, batch: 64, memory: undefined }, {}, [])).toEqual({ K: 2 });
    expect(contextFuse.check?.({ level: 2, batch: 64, memory: undefined }, { L: 3 }, ['network'])).toMatchObject([
      { code: 'E_CONTEXT' },
    ]);
  });
});
