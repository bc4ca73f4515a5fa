import { describe, expect, test } from '@jest/globals';
import { load, source, stage, registryOf, type Kind } from '../../../../dsl/index.js';
import { operators } from '../../../../operators/index.js';
import { formatPlan } from '../../../../pipelines/cli/plan/format-plan.js';
import { plansOfCascade } from '../../../../pipelines/cli/plan/plans-of-cascade.js';
import { planOf, totals } from '../../../../pipelines/cli/plan/plan.js';
import { refuseOverLimit } from '../../../../pipelines/cli/plan/refuse-over-limit.js';
import { formatBytes, formatCount } from '../../../../pipelines/cli/plan/format-bytes.js';

const NUMBER: Kind<number> = { name: 'number', tensors: false, release: () => undefined };
const costly = registryOf([
  source({
    id: 'test.source',
    summary: 'Numbers',
    emits: 'many',
    in: {},
    with: {},
    out: { value: { kind: NUMBER } },
    cost: () => ({ parameters: 10, bytes: 3 * 2 ** 20 }),
    run: async function* () {
      yield { value: 1 };
    },
  }),
  stage({
    id: 'test.sink',
    summary: 'Takes numbers',
    in: { value: { kind: NUMBER } },
    with: {},
    out: {},
    steps: () => 7,
    cost: () => ({ flops: 2e9, bytes: 5 * 2 ** 20 }),
    open: () => ({ next: () => ({}) }),
  }),
]);
const document = (memory: string) =>
  ({
    hpdm: 1,
    about: 'Two nodes.',
    limits: { memory },
    nodes: { from: { op: 'test.source' }, to: { op: 'test.sink', in: { value: 'from.value' } } },
  }) as const;

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

  test('a cascade on its own is planned for one video sampled and one trained on', async () => {
    const [sampling, training] = await plansOfCascade('pipelines/cascades/mnist.yaml');
    const document = planOf(await load('pipelines/train.yaml', { batch: 1, steps: 1, left: 1 }, operators));
    const solving = sampling?.nodes.filter(({ operator }) => operator === 'denoise.solve') ?? [];
    expect(solving.map(({ evaluations }) => evaluations)).toEqual([63, 288, 1568]);
    // what finer levels read of the first two: 1 tile, and 3 along every axis
    expect(sampling?.evaluations).toBe(63 + 288 + 1568 + 1 + 27);
    expect(training).toMatchObject({ parameters: document.parameters, flopsPerStep: document.flopsPerStep });
    expect(sampling?.parameters).toBe(training?.parameters);
  });

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
    const plan = { title: 'Half known.', file: 'x.yaml', nodes, ...totals(nodes) };
    expect(formatPlan(plan)).toMatch(
      /peak memory {4}at least 2\.00 KiB, tensors only\nnot known {6}solve: it does not say/,
    );
    expect(formatPlan(plan)).toMatch(/^solve +\? +\?$/m);
  });

  test('a run that needs more than its document allows is refused with both numbers', async () => {
    const graph = await load(document('4MiB'), {}, costly);
    expect(() => {
      refuseOverLimit(graph);
    }).toThrow(/E_MEMORY[^]*at most 4\.00 MiB[^]*5\.00 MiB, in to/);
    const roomy = await load(document('5MiB'), {}, costly);
    expect(() => {
      refuseOverLimit(roomy);
    }).not.toThrow();
  });

  test.each([
    [0, '0', '0 B'],
    [999, '999', '999 B'],
    [1024, '1.02 k', '1.00 KiB'],
    [999_999, '1.00 M', '977 KiB'],
    [123_456_789, '123 M', '118 MiB'],
    [2.5e12, '2.50 T', '2.27 TiB'],
  ])('%p reads as %s and as %s', (value, count, bytes) => {
    expect([formatCount(value), formatBytes(value)]).toEqual([count, bytes]);
  });
});
