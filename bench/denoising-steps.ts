import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load, run, type Body, type Context, type Graph, type PipelineDocument } from '../dsl/index.js';
import { denoiseLevel } from '../operators/denoise/level.js';
import { denoisePyramid } from '../operators/denoise/pyramid.js';
import { denoiseSolve } from '../operators/denoise/solve.js';
import { operators } from '../operators/index.js';
import { noiseAdd } from '../operators/noise/add.js';
import { noiseCanvas } from '../operators/noise/canvas.js';
import { patchPyramid } from '../operators/patch/pyramid.js';
import { patchTiles } from '../operators/patch/tiles.js';
import { stitchAverage } from '../operators/stitch/average.js';
import { tilingOf } from '../operators/tiles/tiling.js';
import { selectBackend } from '../operators/tensor/select-backend.js';
import { tf } from '../operators/tensor/tf.js';
import { trainLoss } from '../operators/train/loss.js';
import { trainStep } from '../operators/train/step.js';
import { videoMovingDigits } from '../operators/video/moving-digits.js';
import { builtIn } from '../pipelines/built-in.js';
import { untrained } from './untrained.js';

/** Milliseconds of single steps, in the graph and by hand. */
export interface Steps {
  readonly graph: readonly number[];
  readonly hand: readonly number[];
}

/** Graph and loop run alternately, after one run of each to warm up. Of the `STEPS` of a run the first `SKIPPED` do not count. */
const STEPS = 10;
const SKIPPED = 2;
const BATCH = 8;

/** Measure steps of train.yaml and of a hand-written loop over the same operators. */
export async function trainingSteps(runs: number): Promise<Steps> {
  await selectBackend();
  return inTurn(trainInGraph, trainByHand, runs);
}

/** Each run needs a folder in which no training is. */
async function trainInGraph(tick: () => void): Promise<void> {
  const out = mkdtempSync(join(tmpdir(), 'hpdm-bench-'));
  try {
    await run(await trainingGraph(out), { onEvent: ({ type }) => type === 'metric' && tick() });
  } finally {
    rmSync(out, { recursive: true });
  }
}

const trainingGraph = (out: string): Promise<Graph> =>
  load(builtIn('train.yaml'), { steps: STEPS * 10, left: STEPS, every: STEPS * 10, batch: BATCH, out }, operators);

/** Writes no checkpoint. */
async function trainByHand(tick: () => void): Promise<void> {
  const graph = await trainingGraph(tmpdir());
  const body: Body = ({ network, patches, noisy, sigma, origins }) => {
    const { output } = denoisePyramid.run({ network, noisy, sigma, origins } as never, {});
    return trainLoss.run({ network, output, patches, noisy, sigma } as never, { weights: [] });
  };
  const ended = new AbortController();
  const context = { ...contextWith(body, () => undefined, tick), enough: () => ended.abort() };
  const cutting = await patchPyramid.open(settingsOf(graph, 'pyramid'), context);
  const noising = await noiseAdd.open(settingsOf(graph, 'noise'), context);
  const stepping = await trainStep.open(settingsOf(graph, 'step'), context);
  let number = 0;
  for await (const { video } of videoMovingDigits.run({}, settingsOf(graph, 'digits'), context, number)) {
    const { patches, origins } = await cutting.next({ video }, number);
    video.dispose();
    const { noisy, sigma } = await noising.next({ patches }, number);
    await stepping.next({ condition: undefined, rates: undefined, patches, origins, noisy, sigma }, number++);
    tf.dispose([...patches, ...noisy]);
    if (ended.signal.aborted) break; // the clips do not end by themselves
  }
  await stepping.done?.();
}

const SAMPLING: PipelineDocument = {
  hpdm: 1,
  params: { cascade: { type: 'cascade', default: builtIn('cascades/mnist.yaml') } },
  nodes: {
    model: { op: untrained.id, with: { cascade: '${cascade}' } },
    level: {
      graph: builtIn('level.yaml'),
      in: { network: 'model.network' },
      with: { count: 4 },
    },
  },
  out: { video: 'level.video' },
};

/** Measure steps of level 0 in level.yaml and of its solver called by hand with the same operators. */
export async function denoisingSteps(runs: number): Promise<Steps> {
  await selectBackend();
  const graph = await load(SAMPLING, {}, { ...operators, [untrained.id]: untrained });
  return inTurn(
    // reports with a note are of a step that goes on
    (tick) => run(graph, { onEvent: (event) => event.type === 'progress' && event.note === undefined && tick() }),
    (tick) => solveByHand(graph, tick),
    runs,
  );
}

async function solveByHand(graph: Graph, tick: () => void): Promise<void> {
  const settings = settingsOf(graph, 'level.solve');
  const levelSettings = { level: 0, batch: 64, memory: undefined };
  const body: Body = ({ canvas, sigma, network, context }) => {
    const { patches } = patchTiles.run({ canvas } as never, settings);
    const { denoised, latents } = denoiseLevel.run({ patches, sigma, network, context } as never, levelSettings);
    return {
      denoised: stitchAverage.run({ patches: denoised, cut: undefined, shift: undefined }, settings).canvas,
      latents,
    };
  };
  const context = contextWith(body, tick, () => undefined);
  for await (const { network } of untrained.run({}, settings, context, 0)) {
    const inputs = {
      network,
      condition: undefined,
      start: undefined,
      coarser: undefined,
      slab: undefined,
      context: {
        first: 0,
        parts: [{ level: 0, tiling: tilingOf(network.cascade, 0), halves: 1, kept: [], coarser: [] }],
      },
    };
    for await (const { canvas: noise } of noiseCanvas.run(
      { condition: undefined, slab: undefined },
      settingsOf(graph, 'level.noise'),
      context,
      0,
    )) {
      const solving = await denoiseSolve.open(settings, context);
      const { video } = await solving.next({ ...inputs, canvas: noise }, 0);
      tf.dispose([noise, video]);
    }
    for (const weight of Object.values(network.weights)) weight.dispose();
  }
}

/** A run that calls `tick` after each step. */
type Timed = (tick: () => void) => Promise<unknown>;

async function inTurn(graph: Timed, hand: Timed, runs: number): Promise<Steps> {
  const times: { graph: number[]; hand: number[] } = { graph: [], hand: [] };
  for (let round = -1; round < runs; round++) {
    for (const [kind, timed] of [['graph', graph] as const, ['hand', hand] as const]) {
      const ticks: number[] = [];
      await timed(() => ticks.push(performance.now()));
      if (round < 0) continue;
      times[kind].push(
        ...ticks
          .slice(1)
          .map((time, i) => time - (ticks[i] ?? NaN))
          .slice(SKIPPED),
      );
    }
  }
  return times;
}

/** The settings of a node, in the form that its operator takes. */
function settingsOf(graph: Graph, name: string): never {
  return graph.nodes.find((node) => node.name === name)?.settings as never;
}

/** What an operator is told when it is driven by hand. */
export const contextWith = (body: Body, progress: () => void, metric: () => void): Context => ({
  node: 'by hand',
  seed: 0,
  first: 0,
  share: { index: 0, of: 1 },
  signal: new AbortController().signal,
  body,
  progress,
  metric,
  warn: () => undefined,
  wrote: () => undefined,
  note: () => undefined,
  enough: () => undefined,
  run: () => Promise.resolve(),
  runPart: () => Promise.resolve(true),
  nodesOf: () => Promise.resolve([]),
  upstream: [],
  downstream: [],
});
