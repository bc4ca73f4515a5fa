import { Command } from 'commander';
import { load } from '../../dsl/index.js';
import { operators } from '../../operators/index.js';
import { latestCheckpoint, readRecord } from '../../operators/training/checkpoints.js';
import { execute } from './execute.js';
import { ownData, withDataFlags, type DataFlags } from './own-data.js';
import { reporting } from './run-report.js';
import { anyNumber, given, wholeNumber, withRunFlags, type RunFlags } from './run-flags.js';

interface TrainFlags extends RunFlags, DataFlags {
  readonly cascade?: string;
  readonly steps: number;
  readonly batch?: number;
  readonly optimiser?: string;
  readonly rate?: number;
  readonly warmup?: number;
  readonly every?: number;
  readonly out?: string;
  readonly resume?: boolean;
}

const HELP = `
Every --every steps and at the end, a complete checkpoint is written: weights, their average, moments, random counters. After any
interruption, --resume continues from the newest checkpoint. The result is bit for bit that of an uninterrupted run.

Examples:
  hpdm plan pipelines/train.yaml --set batch=32          parameters and FLOPs per step, before it starts
  hpdm train --steps 2000 --out out/mnist
  hpdm train --steps 2000 --out out/mnist --resume
  hpdm train --data ./my-videos --steps 2000             your own clips; hpdm data ./my-videos shows them first
  hpdm train --cascade mine.yaml --batch 8 --events events.jsonl`;

/** `hpdm train`. */
export const trainCommand = (): Command =>
  withDataFlags(withRunFlags(new Command('train')))
    .summary('train a cascade')
    .description(
      'Train on Moving MNIST, as pipelines/train.yaml does, or on clips of your own (--data), as pipelines/train-data.yaml does.',
    )
    .option('--cascade <file>', 'cascade document')
    .option('--steps <n>', 'optimiser steps', wholeNumber, 6000)
    .option('--batch <n>', 'clips per step', wholeNumber)
    .option('--optimiser <name>', 'adamw or lamb')
    .option('--rate <x>', 'learning rate after warm-up', anyNumber)
    .option('--warmup <n>', 'steps of linear warm-up', wholeNumber)
    .option('--every <n>', 'steps between checkpoints', wholeNumber)
    .option('-o, --out <folder>', 'folder of the checkpoints (default: out/mnist, or out/ and the name of the data)')
    .option('--resume', 'continue from the newest checkpoint in the folder')
    .addHelpText('after', HELP)
    .action(train);

async function train(flags: TrainFlags): Promise<void> {
  const { set, seed, resume, steps, batch, optimiser, rate, warmup, every, backend, events, quiet, json } = flags;
  await reporting(flags, async (report) => {
    const own = await ownData(flags, (line) => {
      if (quiet !== true) process.stderr.write(`${line}\n`);
    });
    const out = flags.out ?? own.out;
    const values = { ...own.values, ...given({ batch, optimiser, rate, warmup, every, steps }), out };
    const first = resume === true ? readRecord(latestCheckpoint(out)).step : 0;
    if (first >= steps) {
      process.stderr.write(`${out} has ${first} of ${steps} steps: nothing left to do\n`);
      return;
    }
    const graph = await load(own.file, { ...values, ...set }, operators);
    await execute(graph, { ...given({ seed, backend, events, quiet, json }), first, report });
  });
}
