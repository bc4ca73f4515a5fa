import { describe, expect, test } from '@jest/globals';
import { int, load, optional, pure, registryOf, source, stage, type Kind } from '../../../dsl/index.js';
import { operators } from '../../../operators/index.js';
import { tf } from '../../../operators/tensor/tf.js';
import { unbounded } from '../../../operators/values/unbounded.js';
import { video } from '../../../operators/values/video.js';
import { planOf } from '../../../pipelines/plan/plan.js';

const canvas = () => unbounded(video('B', 'F', 'H', 'W', 'C'));
const SECRET: Kind<tf.Tensor, 'secret'> = { name: 'secret', tensors: true, release: (tensor) => tensor.dispose() };

/** What users might write: sources, pure operators, stages with bodies, that say more or less of themselves. */
const own = registryOf([
  source({
    id: 'my.noise',
    summary: 'A canvas',
    emits: 'one',
    in: {},
    with: { size: int('all sizes', { default: 8 }) },
    out: { canvas: canvas() },
    dimensions: ({ size }) => ({ B: 1, F: size, H: size, W: size, C: 1 }),
    cost: () => ({ bytes: 4 * 8 ** 4 }),
    run: async function* () {
      yield { canvas: tf.zeros([1, 8, 8, 8, 1]) };
    },
  }),
  pure({
    id: 'my.mix',
    summary: 'The canvas as a matrix, times itself',
    in: { canvas: canvas() },
    with: {},
    out: { canvas: canvas() },
    run: ({ canvas }) => {
      const rows = tf.reshape<tf.Rank.R2>(canvas, [64, 8]);
      return { canvas: tf.reshape(tf.matMul(tf.matMul(rows, rows, false, true), rows), canvas.shape) };
    },
  }),
  pure({
    id: 'my.look',
    summary: 'Looks at numbers, which a plan does not have',
    in: { canvas: canvas() },
    with: {},
    out: { canvas: canvas() },
    run: ({ canvas }) => ({ canvas: tf.mul(canvas, canvas.dataSync()[0] ?? 0) }),
  }),
  stage({
    id: 'my.twice',
    summary: 'Calls its body twice',
    in: { canvas: canvas() },
    with: {},
    body: { in: { canvas: canvas() }, out: { canvas: canvas() } },
    out: { canvas: canvas() },
    open: (_, { body }) => ({ next: (inputs) => body(body(inputs)) as typeof inputs }),
  }),
  source({
    id: 'my.secret',
    summary: 'A value whose port does not tell its shape',
    emits: 'one',
    in: {},
    with: {},
    out: { secret: { kind: SECRET } },
    run: async function* () {
      yield { secret: tf.zeros([1]) };
    },
  }),
  pure({
    id: 'my.reveal',
    summary: 'Reads it',
    in: { secret: optional({ kind: SECRET }) },
    with: {},
    out: { secret: { kind: SECRET } },
    run: ({ secret }) => ({ secret: tf.square(secret ?? tf.zeros([2])) }),
  }),
  stage({
    id: 'my.print',
    summary: 'Reads bytes, no tensors',
    in: { page: { kind: { name: 'page', tensors: false, release: () => undefined } } },
    with: {},
    out: {},
    open: () => ({ next: () => ({}) }),
  }),
  stage({
    id: 'my.page',
    summary: 'Bytes, whose number is not known before',
    in: { secret: { kind: SECRET } },
    with: {},
    out: { page: { kind: { name: 'page', tensors: false, release: () => undefined } } },
    cost: () => ({}),
    open: () => ({ next: () => ({ page: 'page' }) }),
  }),
  stage({
    id: 'my.end',
    summary: 'Takes anything',
    in: { canvas: optional(canvas()), secret: optional({ kind: SECRET }) },
    with: {},
    out: {},
    cost: () => ({}),
    open: () => ({ next: () => ({}) }),
  }),
]);

type Nodes = Parameters<typeof load>[0] extends infer D ? (D extends { nodes: infer N } ? N : never) : never;
const planned = async (nodes: Nodes) => planOf(await load({ hpdm: 1, about: '', nodes }, {}, own));
const noise = { op: 'my.noise' };

describe('what a plan knows of a node', () => {
  test('a pure operator is counted without a word of its own', async () => {
    const { nodes, flops, silent } = await planned({
      noise,
      mix: { op: 'my.mix', in: { canvas: 'noise.canvas' } },
      end: { op: 'my.end', in: { canvas: 'mix.canvas' } },
    });
    expect(flops).toBe(2 * (64 * 64 * 8) * 2);
    // what goes in, the square and the product; a matrix of the same numbers takes no more
    expect(nodes.find(({ name }) => name === 'mix')?.bytes).toBe(4 * (2 * 512 + 64 * 64));
    expect(silent).toEqual([]);
  });

  test('one that looks at numbers is not known, nor is what it makes of them', async () => {
    const { nodes, silent } = await planned({
      noise,
      look: { op: 'my.look', in: { canvas: 'noise.canvas' } },
      end: { op: 'my.end', in: { canvas: 'look.canvas' } },
    });
    expect(silent).toEqual(['look']);
    expect(nodes.find(({ name }) => name === 'look')?.unknown).toContain('dataSync');
  });

  test('a stage that does not declare its cost is not known, and never 0 B', async () => {
    const { nodes } = await planned({
      noise,
      twice: {
        op: 'my.twice',
        in: { canvas: 'noise.canvas' },
        body: { nodes: { mix: { op: 'my.mix', in: { canvas: 'in.canvas' } } }, out: { canvas: 'mix.canvas' } },
      },
      end: { op: 'my.end', in: { canvas: 'twice.canvas' } },
    });
    expect(nodes.find(({ name }) => name === 'twice')).toEqual({
      name: 'twice',
      operator: 'my.twice',
      unknown: 'my.twice does not declare its cost',
    });
  });

  test('what reads a value whose shape is not known is not known either', async () => {
    const { nodes } = await planned({
      secret: { op: 'my.secret' },
      reveal: { op: 'my.reveal', in: { secret: 'secret.secret' } },
      end: { op: 'my.end', in: { secret: 'reveal.secret' } },
    });
    expect(nodes.map(({ name, unknown }) => [name, unknown])).toEqual([
      ['secret', 'my.secret does not declare its cost'],
      ['reveal', 'its input "secret" is not known'],
    ]);
  });

  test('what works without tensors takes none, though its input is not known', async () => {
    const { silent } = await planned({
      secret: { op: 'my.secret' },
      page: { op: 'my.page', in: { secret: 'secret.secret' } },
      print: { op: 'my.print', in: { page: 'page.page' } },
    });
    expect(silent).toEqual(['secret']);
  });

  test.each([
    ['pipelines/sample.yaml', {}],
    ['pipelines/sample-classes.yaml', {}],
    ['pipelines/train.yaml', {}],
    ['pipelines/train-classes.yaml', {}],
  ])('nothing that %s does is unknown', async (file, given) => {
    expect(planOf(await load(file, given, operators)).silent).toEqual([]);
  });

  test('guidance takes every tile through the network twice, when sampling and when it is read', async () => {
    const of = async (w: number) => planOf(await load('pipelines/sample-classes.yaml', { guidance: [w] }, operators));
    const [plain, guided] = [await of(1), await of(2)];
    expect(guided.evaluations).toBe(2 * plain.evaluations);
    expect(guided.flops / plain.flops).toBeGreaterThan(1.95);
  });

  test('guidance of the coarsest level alone takes no finer tile through the network twice, and nothing that they read', async () => {
    const of = async (...guidance: number[]) =>
      planOf(await load('pipelines/sample-classes.yaml', { guidance }, operators)).evaluations;
    const [plain, coarsest] = [await of(1), await of(2, 1)];
    const calls = 2 * 32 - 1; // 32 steps of Heun, for each of nine videos with one tile
    expect(coarsest).toBe(plain + 9 * calls);
  });
});
