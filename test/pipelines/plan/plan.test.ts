import { describe, expect, test } from '@jest/globals';
import { load } from '../../../dsl/index.js';
import { operators } from '../../../operators/index.js';
import { planOf } from '../../../pipelines/plan/plan.js';
import { costly, document } from './costly.js';

describe('hpdm plan', () => {
  test('operations are added up; memory is that of the neediest node', async () => {
    const plan = planOf(await load(document('1GiB'), {}, costly));
    expect(plan).toMatchObject({ parameters: 10, flops: 2e9, bytes: 5 * 2 ** 20, limitBytes: 2 ** 30 });
  });

  test('tiles, steps and evaluations of the mnist cascade are those of the paper’s scheme, counted by hand', async () => {
    const plan = planOf(await load('pipelines/sample.yaml', { count: 1 }, operators));
    const solving = plan.nodes.filter(({ operator }) => operator === 'denoise.solve');
    expect(solving.map(({ size }) => size)).toEqual([
      [4, 16, 16],
      [8, 32, 32],
      [16, 64, 64],
    ]);
    // half of a 16-pixel tile is shared: 1, 3 and 7 along height and width, and 1, 2 and 4 along frames
    expect(solving.map(({ tiles }) => tiles)).toEqual([1, 2 * 3 * 3, 4 * 7 * 7]);
    // Heun calls the network twice in every step but the last
    expect(solving.map(({ evaluations }) => evaluations)).toEqual([2 * 32 - 1, 16 * 18, 8 * 196]);
  });
});
