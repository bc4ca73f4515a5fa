import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { itemAt, type Cascade } from '../dsl/index.js';
import { cascadeOf } from '../dsl/cascade/read-cascade.js';
import { writtenSource } from '../dsl/document/read-source.js';
import { bf16Refusal } from '../operators/tensor/bf16-refusal.js';
import { selectBackend } from '../operators/tensor/select-backend.js';
import { usualMemory } from '../pipelines/plan/usual-memory.js';
import type { Bench } from './bench.js';
import { matmulRate, median } from './matmul-rate.js';
import { inPrecisions } from './precision.js';
import { SAMPLED_CASCADES } from './sampled-cascades.js';
import { SampledLevel } from './sampled-level.js';
import type { Network } from '../operators/network/network.js';
import { TorchPeer } from './torch-peer.js';
import { disposeNetwork, untrainedNetwork } from './untrained.js';

/**
 * How fast is sampling, and what is it spent on? Context made once against anew in every step; the time besides the network; the network against
 * matrix products; bfloat16 and PyTorch eager beside it.
 */
const sample: Bench = {
  name: 'sample',
  summary:
    'sampling steps: cached context, the share of the network, bfloat16, PyTorch; args: CASCADE ROUNDS --torch PYTHON',
  smoke: ['tiny', '1'],
  run: async (args) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { torch: { type: 'string' } },
      allowPositionals: true,
    });
    const [name = 'mnist', rounds = name === 'ucf101-s' ? '2' : '5'] = positionals;
    const written = Object.entries(SAMPLED_CASCADES).find(([known]) => known === name)?.[1];
    if (written === undefined)
      throw new RangeError(`no cascade ${name}; known: ${Object.keys(SAMPLED_CASCADES).join(', ')}`);
    const { name: backend, device } = await selectBackend();
    const load = loadavg()[0] ?? NaN;
    console.log(
      `backend ${backend} (${device}); load ${load.toFixed(1)} on ${availableParallelism()} cores; cascade ${name}`,
    );
    const cascade = cascadeOf(writtenSource(written));
    const network = untrainedNetwork(cascade);
    const peer = values.torch === undefined ? undefined : new TorchPeer(values.torch);
    try {
      await measure(network, Number(rounds), peer);
    } finally {
      peer?.close();
      disposeNetwork(network);
    }
  },
};

export default sample;

/** Measurements of a level in one round, seconds of a step unless another thing is said. */
interface Round {
  /** Steps of the level with one estimate each. */
  readonly calls: number;
  readonly all: number;
  readonly network: number;
  readonly recomputing: number;
  /** Of a step, divided by those of matrix products before and after it. */
  readonly share: number;
  readonly rate: number;
  /** Seconds once before the first step. */
  readonly once: number;
  readonly torch?: { readonly seconds: number; readonly rate: number };
}

async function measure(network: Network, rounds: number, peer: TorchPeer | undefined): Promise<void> {
  const { cascade } = network;
  const all: Round[][] = [];
  const batches: number[] = [];
  for (const [number] of cascade.levels.entries()) {
    const level = new SampledLevel(network, number, usualMemory());
    await level.prepare();
    await level.step(); // loads kernels, as the next does
    if (number > 0) await level.recomputingStep();
    const beside = peer && (await peer.take(level));
    if (beside)
      console.log(
        `PyTorch ${beside.version}: after a step its canvas differs from ours by ${beside.difference.toExponential(1)}`,
      );
    const measured: Round[] = [];
    for (let round = 0; round < rounds; round++) measured.push(await measureRound(level, peer));
    level.dispose();
    batches.push(Math.min(level.tiles, level.batch));
    report(level, measured);
    all.push(measured);
  }
  reportWhole(all);
  reportBf16(cascade, batches, rounds);
}

async function measureRound(level: SampledLevel, peer: TorchPeer | undefined): Promise<Round> {
  const before = matmulRate(2);
  const { all, network } = await level.step();
  const rate = (before + matmulRate(2)) / 2;
  const torch = peer && (await peer.step());
  const recomputing = level.level === 0 ? all : await level.recomputingStep();
  const once = await level.prepare();
  const share = level.flops / network / 1e9 / rate;
  return { calls: level.calls, all, network, recomputing, share, rate, once, ...(torch && { torch }) };
}

function report({ level, tiles, batch, flops }: SampledLevel, rounds: readonly Round[]): void {
  const of = (value: (round: Round) => number): number => median(rounds.map(value));
  const [all, network] = [of((round) => round.all), of((round) => round.network)];
  const besides = of((round) => 1 - round.network / round.all);
  const gflops = `${(flops / 1e9).toFixed(1)} GFLOP, ${(flops / network / 1e9).toFixed(0)} GFLOP/s`;
  const rate = `1024³ beside it ${of((round) => round.rate).toFixed(0)}: ${percent(of((round) => round.share))}`;
  console.log(`level ${level}, ${tiles} tiles, ${Math.min(tiles, batch)} at a time`);
  console.log(`  step           ${seconds(all)}, besides the network ${percent(besides)}`);
  console.log(`  network        ${seconds(network)}, ${gflops}; ${rate}`);
  if (level > 0) {
    const recomputing = of((round) => round.recomputing);
    const ratio = of((round) => round.recomputing / round.all);
    console.log(
      `  recomputing    ${seconds(recomputing)}, ${ratio.toFixed(2)} × a step; once before the first ${seconds(of((round) => round.once))}`,
    );
  }
  const torch = rounds.flatMap((round) => (round.torch === undefined ? [] : [{ ...round.torch, ours: round.all }]));
  if (torch.length === 0) return;
  const [theirs, faster] = [
    median(torch.map((one) => one.seconds)),
    median(torch.map((one) => one.seconds / one.ours)),
  ];
  const products = median(torch.map((one) => one.rate)).toFixed(0);
  console.log(`  PyTorch eager  ${seconds(theirs)}, ${faster.toFixed(2)} × ours; 1024³ there ${products} GFLOP/s`);
}

/** A whole video, from its steps. */
function reportWhole(rounds: readonly (readonly Round[])[]): void {
  const total = (of: (round: Round) => number, once: boolean): number =>
    rounds.reduce((sum, level) => {
      const steps = median(level.map((round) => round.calls * of(round)));
      return sum + steps + (once ? median(level.map((round) => round.once)) : 0);
    }, 0);
  const [cached, recomputed] = [total(({ all }) => all, true), total(({ recomputing }) => recomputing, false)];
  const ratio = (recomputed / cached).toFixed(2);
  console.log(
    `a video of ${rounds.length} levels: ${seconds(cached)}; recomputing in every step ${seconds(recomputed)}, ${ratio} ×`,
  );
  if (rounds.some((level) => level.some((round) => round.torch === undefined))) return;
  const [torch, ours] = [total((round) => round.torch?.seconds ?? NaN, false), total(({ all }) => all, false)];
  console.log(`its steps: ${seconds(ours)}; PyTorch eager ${seconds(torch)}, ${(torch / ours).toFixed(2)} × ours`);
}

/** The network in bfloat16, for as many tiles as go through it together. */
function reportBf16(cascade: Cascade, batches: readonly number[], rounds: number): void {
  const missing = bf16Refusal();
  if (missing !== undefined) return console.log(`bf16: not on ${missing.got}`);
  for (const { level, seconds: calls, gain } of inPrecisions(cascade, (level) => itemAt(batches, level), rounds)) {
    const of = `level ${level}, a call of the network for ${itemAt(batches, level)} tiles`;
    const [exact, rounded] = [seconds(calls.float32.median), seconds(calls.bf16.median)];
    console.log(`bf16: ${of} ${rounded}, in float32 beside it ${exact}: ${gain.toFixed(2)} ×`);
  }
}

const seconds = (value: number): string => `${value.toFixed(value < 1 ? 3 : 1)} s`;
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
