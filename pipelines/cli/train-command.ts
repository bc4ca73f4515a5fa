import { Command } from 'commander';
import { load } from '../../dsl/index.js';
import { operators } from '../../operators/index.js';
import { latestCheckpoint, readRecord } from '../../operators/training/checkpoints.js';
import { builtIn } from '../built-in.js';
import { execute } from './execute.js';
import { reporting } from './run-report.js';
import { anyNumber, given, wholeNumber, withRunFlags, type RunFlags } from './run-flags.js';

interface TrainFlags extends RunFlags {
  readonly cascade?: string;
  readonly steps: number;
  readonly batch?: number;
  readonly optimiser?: string;
  readonly rate?: number;
  readonly warmup?: number;
  readonly every?: number;
  readonly out: string;
  readonly resume?: boolean;
}

const HELP = `
Every --every steps and at the end, a complete checkpoint is written: weights, their average, moments, random counters. After any
interruption, --resume continues from the newest checkpoint. The result is bit for bit that of an uninterrupted run.

Examples:
  hpdm plan pipelines/train.yaml --set batch=32          parameters and FLOPs per step, before it starts
  hpdm train --steps 2000 --out out/mnist
  hpdm train --steps 2000 --out out/mnist --resume
  hpdm train --cascade mine.yaml --batch 8 --events events.jsonl`;

/** `hpdm train`. */
export const trainCommand = (): Command =>
  withRunFlags(new Command('train'))
    .summary('train a cascade')
    .description('The same as: hpdm run pipelines/train.yaml')
    .option('--cascade <file>', 'cascade document')
    .option('--steps <n>', 'optimiser steps', wholeNumber, 6000)
    .option('--batch <n>', 'clips per step', wholeNumber)
    .option('--optimiser <name>', 'adamw or lamb')
    .option('--rate <x>', 'learning rate after warm-up', anyNumber)
    .option('--warmup <n>', 'steps of linear warm-up', wholeNumber)
    .option('--every <n>', 'steps between checkpoints', wholeNumber)
    .option('-o, --out <folder>', 'folder of the checkpoints', 'out/mnist')
    .option('--resume', 'continue from the newest checkpoint in the folder')
    .addHelpText('after', HELP)
    .action(train);

async function train({
  set,
  seed,
  resume,
  steps,
  out,
  cascade,
  batch,
  optimiser,
  rate,
  warmup,
  every,
  ...rest
}: TrainFlags): Promise<void> {
  await reporting(rest, async (report) => {
    const first = resume === true ? readRecord(latestCheckpoint(out)).step : 0;
    if (first >= steps) {
      process.stderr.write(`${out} has ${first} of ${steps} steps: nothing left to do\n`);
      return;
    }
    const values = given({ cascade, batch, optimiser, rate, warmup, every, steps, out });
    const graph = await load(builtIn('train.yaml'), { ...values, ...set }, operators);
    await execute(graph, { ...rest, first, report, ...(seed === undefined ? {} : { seed }) });
  });
}
