import { describe, expect, test } from '@jest/globals';
import { matrix, table, vector } from '../../../operators/network/declaration.js';
import { declareParameters } from '../../../operators/network/declare-parameters.js';
import { cascadeKinds } from '../../cascade.js';

describe('a declaration', () => {
  test('of a matrix is a kernel, and weight decay applies to it', () => {
    expect(matrix('a', 2, 3)).toEqual({ name: 'a.kernel', shape: [2, 3], start: 'fan-in', decay: true });
  });

  test('of a vector or a table keeps its name, and weight decay does not apply', () => {
    expect(vector('a.bias', 3)).toEqual({ name: 'a.bias', shape: [3], start: 'zeros', decay: false });
    expect(table('classes', 4, 3)).toMatchObject({ name: 'classes', shape: [4, 3], decay: false });
  });

  test.each(cascadeKinds)('%s: weight decay applies to all kernels and to nothing else', (_, cascade) => {
    const decayed = declareParameters(cascade).map(({ name, decay }) => [name, decay] as const);
    expect(decayed.filter(([name, decay]) => decay !== name.endsWith('.kernel'))).toEqual([]);
  });
});
