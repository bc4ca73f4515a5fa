import {
  itemAt,
  load,
  pure,
  run,
  source,
  stage,
  type Kind,
  type PipelineDocument,
  type Registry,
} from '../dsl/index.js';
import { checkValue } from '../dsl/run/check-value.js';
import { operators } from '../operators/index.js';
import type { Bench } from './bench.js';
import { denoisingSteps, trainingSteps, type Steps } from './denoising-steps.js';

/** What does the language cost per item and operator, and in comparison with hand-written loops over the same functions? */
const graph: Bench = {
  name: 'graph',
  summary:
    'µs per item and trivial operator, and per value that is checked; what the language adds to a training step and to a denoising step; args: PART ROUNDS',
  smoke: ['all', '1'],
  run: async ([only = 'all', rounds = '8']) => {
    const wanted = (part: string): boolean => only === 'all' || only === part;
    if (wanted('chain')) await reportChains(Number(rounds));
    if (wanted('check')) await reportCheck();
    if (wanted('denoise')) await report('denoising step', () => denoisingSteps(Number(rounds)));
    if (wanted('train')) await report('training step', () => trainingSteps(Number(rounds)));
  },
};

export default graph;

const LENGTH = 10;
const ITEMS = 20_000;
const ROUNDS = 5;
const CHECKS = 1_000_000;

const kind: Kind<{ readonly n: number }> = { name: 'number', tensors: false, release: () => undefined };
const port = { kind };

/** Operators that do almost nothing; `stage` answers at once, `awaited` with a promise. */
const trivial: Registry = Object.fromEntries(
  [
    source({
      id: 'count',
      summary: '',
      emits: 'many',
      in: {},
      out: { out: port },
      with: {},
      run: async function* () {
        for (let n = 0; n < ITEMS; n++) yield { out: { n } };
      },
    }),
    pure({
      id: 'pure',
      summary: '',
      in: { a: port },
      out: { out: port },
      with: {},
      run: ({ a }) => ({ out: { n: a.n + 1 } }),
    }),
    stage({
      id: 'stage',
      summary: '',
      in: { a: port },
      out: { out: port },
      with: {},
      open: () => ({ next: ({ a }) => ({ out: { n: a.n + 1 } }) }),
    }),
    stage({
      id: 'awaited',
      summary: '',
      in: { a: port },
      out: { out: port },
      with: {},
      open: () => ({ next: async ({ a }) => ({ out: { n: a.n + 1 } }) }),
    }),
    stage({ id: 'sink', summary: '', in: { a: port }, out: {}, with: {}, open: () => ({ next: () => ({}) }) }),
  ].map((operator) => [operator.id, operator]),
);

async function reportChains(rounds: number): Promise<void> {
  for (const form of ['pure', 'stage', 'awaited'] as const) {
    const cost = await chainMicroseconds(form, rounds);
    console.log(`${form.padEnd(8)} ${cost.toFixed(2)} µs per item and operator, a chain of ${LENGTH}`);
  }
}

async function chainMicroseconds(op: string, rounds: number): Promise<number> {
  const names = Array.from({ length: LENGTH }, (_, i) => `n${i}`);
  const links = names.map((name, i) => [name, { op, in: { a: `${i === 0 ? 'count' : `n${i - 1}`}.out` } }] as const);
  const nodes = {
    count: { op: 'count' },
    ...Object.fromEntries(links),
    sink: { op: 'sink', in: { a: `n${LENGTH - 1}.out` } },
  };
  const document: PipelineDocument = { hpdm: 1, nodes };
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const checked = await load(document, {}, trivial);
    const started = performance.now();
    await run(checked);
    times.push((performance.now() - started) * 1000);
  }
  return median(times) / ITEMS / LENGTH;
}

/** The check of the type and the sizes of every value that an output gives. */
async function reportCheck(): Promise<void> {
  const digits = { op: 'video.moving-digits', with: { batch: 2 } };
  const { nodes } = await load({ hpdm: 1, nodes: { digits }, out: { video: 'digits.video' } }, {}, operators);
  const node = itemAt(nodes, 0);
  const { video } = node.operator.out;
  if (video === undefined) throw new RangeError(`${node.operator.id} gives no video`);
  const check = checkValue(node, 'video', video);
  const values = Array.from({ length: 64 }, () => ({ shape: [2, 16, 64, 64, 1], dtype: 'float32' }));
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now();
    for (let i = 0; i < CHECKS; i++) check(values[i % values.length]);
    times.push((performance.now() - started) * 1000);
  }
  console.log(`check    ${(median(times) / CHECKS).toFixed(3)} µs per value, a video of five dimensions`);
}

async function report(what: string, measure: () => Promise<Steps>): Promise<void> {
  const { graph, hand } = await measure();
  const [ours, theirs] = [median(graph), median(hand)];
  const added = (100 * (ours - theirs)) / theirs;
  console.log(
    `${what}: ${ours.toFixed(2)} ms in the graph, ${theirs.toFixed(2)} ms by hand: ${added.toFixed(1)} % (${graph.length} and ${hand.length} steps)`,
  );
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
