import { expect, test } from '@jest/globals';
import { load } from '../../../dsl/index.js';
import { formatPlan } from '../../../pipelines/plan/format-plan.js';
import { planOf, totals } from '../../../pipelines/plan/plan.js';
import { costly, document } from './costly.js';

test('the table has a row per node, human units, and the limit', async () => {
  expect(formatPlan(planOf(await load(document('4MiB'), {}, costly)))).toBe(`Two nodes.  (document)

node  steps   FLOPs    memory
from                 3.00 MiB
to        7  2.00 G  5.00 MiB

parameters     10  (10)
FLOPs          2.00 G
peak memory    5.00 MiB of 4.00 MiB (limits.memory), tensors only
`);
});

test('where it is not known what a node costs, the total is no more than a lower bound, and says so', () => {
  const nodes = [
    { name: 'load', operator: 'denoise.load', bytes: 2048 },
    { name: 'solve', operator: 'denoise.solve', unknown: 'it does not say' },
  ];
  const plan = { title: 'Half known.', file: 'x.yaml', nodes, ...totals(nodes), processBytes: 0 };
  expect(formatPlan(plan)).toMatch(
    /peak memory {4}at least 2\.00 KiB, tensors only\nnot known {6}solve: it does not say/,
  );
  expect(formatPlan(plan)).toMatch(/^solve +\? +\?$/m);
});

test('a total of which no part is known is not given as nothing', () => {
  const nodes = [{ name: 'solve', operator: 'denoise.solve', unknown: 'it does not say' }];
  const plan = { title: 'Not known.', file: 'x.yaml', nodes, ...totals(nodes), processBytes: 500 * 2 ** 20 };
  expect(formatPlan(plan)).toMatch(
    /FLOPs {10}unknown\npeak memory {4}unknown, tensors only; the process takes 500 MiB besides/,
  );
});
