import { Command, InvalidArgumentError } from 'commander';
import { numbered, coarsest, earlierRun, HpdmError, type Cascade, type Graph } from '../../dsl/index.js';
import { load } from '../api/load.js';
import { readCascade } from '../api/read-cascade.js';
import { builtIn } from '../built-in.js';
import { declaredParameters } from './declared-parameters.js';
import { describeDefaults } from './describe-defaults.js';
import { execute } from './execute.js';
import { asMember } from './members/as-member.js';
import { gangOf, isLauncher, launchOf, shareOf, usualShare } from './members/members-flags.js';
import { runMembers } from './members/run-members.js';
import { ownData, withDataFlags, type Chosen, type DataFlags } from './own-data.js';
import { isComplete, resumeRun } from './resume-run.js';
import { namedByFlags } from './named-by-flags.js';
import { reporting, type RunReport } from './run-report.js';
import {
  anyNumber,
  dryRunOption,
  given,
  memoryOption,
  precisionOption,
  atLeastOne,
  wholeNumber,
  withRunFlags,
  type RunFlags,
} from './run-flags.js';

/** Flags that are parameters of the document. */
interface Parameters {
  readonly cascade?: string;
  readonly steps?: number;
  readonly hours?: number;
  readonly batch?: number;
  readonly accumulate?: number;
  readonly precision?: string;
  readonly optimiser?: string;
  readonly rate?: number;
  readonly schedule?: string;
  readonly warmup?: number;
  readonly ema?: number;
  readonly initFrom?: string;
  readonly levels?: number;
  readonly every?: number;
  readonly preview?: number;
  readonly minutes?: number;
  readonly keep?: number;
  readonly overwrite?: boolean;
  readonly out?: string;
}

interface TrainFlags extends Omit<RunFlags, 'preview'>, DataFlags, Parameters {
  readonly resume?: boolean;
  readonly members?: number;
  readonly restarts: number;
}

const HELP = `
Checkpoints are complete: weights, their average, moments, counters. One is written every --every steps, at least every --minutes
minutes, at the first Ctrl-C, and at the end. After any interruption, --resume continues from the newest one. The result is bit for bit
that of an uninterrupted run.

Examples:
  hpdm plan train batch=32                               parameters and FLOPs per step, before it starts
  hpdm train --steps 2000 --out out/mnist
  hpdm train --steps 2000 --out out/mnist --resume
  hpdm train --data ./my-videos --steps 2000             your own clips; hpdm data ./my-videos shows them first
  hpdm train --data ./my-videos --epochs 10              ten passes over them
  hpdm train --hours 8 --optimiser lamb                  stop in the morning
  hpdm train --batch 8 --accumulate 4                    32 clips per step in the memory of 8
  hpdm train --precision bf16                            products in bfloat16, where the processor has it
  hpdm train --levels 0 --out out/coarse                 the coarsest level alone
  hpdm train --init-from out/coarse --out out/whole      then all levels, from its weights
  hpdm train --cascade mine.yaml --batch 8 --events events.jsonl
  hpdm train --batch 32 --members 4                      four processes, each 8 of the 32 clips; docs/many-machines.md`;

/** `hpdm train`. */
export const trainCommand = (): Command =>
  describeDefaults(
    withMembersFlags(withDataFlags(withRunFlags(new Command('train'))))
      .summary('train a cascade')
      .description(
        'Train on Moving MNIST, as pipelines/train.yaml does, or on clips of your own (--data), as pipelines/train-data.yaml does.',
      )
      .option('--cascade <file>', 'cascade document (default: cascades/mnist.yaml; with --data cascades/small.yaml)')
      .option('--steps <n>', 'optimiser steps; 0 with --hours: as many as fit (default: 6000)', wholeNumber)
      .option('--hours <n>', 'hours of training, all parts of the run together', anyNumber)
      .option('--batch <n>', 'clips per batch', wholeNumber)
      .option('--accumulate <n>', 'batches per step', wholeNumber)
      .addOption(precisionOption())
      .option('--optimiser <name>', 'adamw or lamb')
      .option('--rate <x>', 'learning rate after warm-up (default: 0.003 for adamw, 0.005 for lamb)', anyNumber)
      .option('--schedule <name>', 'the rate after warm-up: cosine, constant or linear-end')
      .option('--warmup <n>', 'steps of linear warm-up', wholeNumber)
      .option('--ema <n>', 'half-life of the average of the weights, in clips', wholeNumber)
      .option(
        '--init-from <path>',
        'start from the weights of a checkpoint, also of a cascade with other levels or blocks',
      )
      .option(
        '--levels <list>',
        'train the coarsest levels alone: 0, or 0,1; the others are not computed',
        coarsestLevels,
      )
      .option('--preview <n>', 'steps between samples of the network; 0: none', wholeNumber)
      .option('--every <n>', 'steps between checkpoints', wholeNumber)
      .option('--minutes <n>', 'longest time between checkpoints', anyNumber)
      .option('--keep <n>', 'newest checkpoints that are kept, besides the best', wholeNumber)
      .option('-o, --out <folder>', 'folder of the run (default: out/mnist, or out/ and the name of the data)')
      .option('--resume', 'continue from the newest checkpoint in the folder')
      .option('--overwrite', 'replace an earlier run in the folder')
      .addOption(memoryOption('of each member, with --members: they divide what one does not hold'))
      .addOption(dryRunOption())
      .addHelpText('after', HELP)
      .action(train),
    builtIn('train.yaml'),
  );

const withMembersFlags = (command: Command): Command =>
  command
    .option('--members <n>', 'processes of this machine that train together, each a part of every batch', atLeastOne)
    .option('--restarts <n>', 'times that they begin again from the last checkpoint when one is lost', wholeNumber, 3);

async function train(flags: TrainFlags, command: Command): Promise<void> {
  await reporting(flags, (report) => namedByFlags(command, RENAMED, () => trainBy(flags, command, report)));
}

/** Parameters of the documents that have another name than their flag. */
const RENAMED = { initFrom: 'start', previewPrompts: 'prompts' };

async function trainBy(flags: TrainFlags, command: Command, report: RunReport): Promise<void> {
  const gang = gangOf(flags, process.env);
  const { set, seed, resume, backend, events, quiet, verbose, json, dryRun } = flags;
  const warn = (line: string): void => {
    process.stderr.write(`${line}\n`);
  };
  const own = await ownData(flags, quiet === true ? () => undefined : warn, warn);
  const steps = stepsOf(flags, own);
  const values = {
    ...{ out: own.out, ...own.values, ...levelsOf(flags, own.values), ...valuesOf(flags), ...given({ steps }) },
    ...set,
  };
  const graph = await load(own.file, values, [], flags.memory ?? usualShare(flags, gang), shareOf(flags, gang));
  report.isSaidElsewhere = gang === undefined ? isLauncher(flags) : gang.rank > 0;
  if (gang === undefined && isLauncher(flags)) return launch(graph, flags, command);
  const flagsOfRun = given({ seed, backend, events, quiet, verbose, json, dryRun });
  const options = { ...(gang === undefined ? flagsOfRun : asMember(gang, flagsOfRun)), report };
  if (resume === true) await resumeRun(graph, options);
  else await execute(graph, options);
}

/** Start the members and watch them; fails E_RESUME, E_CHECKPOINT_…. */
async function launch(graph: Graph, flags: TrainFlags, command: Command): Promise<void> {
  const { members: count = 1, restarts, resume = false } = flags;
  if (resume && isComplete(graph, flags.seed)) return;
  // a leader may be lost after it has written its first checkpoint, and before it says so
  const isNew = earlierRun(graph) === undefined;
  const isSaved = (): boolean => isNew && earlierRun(graph) !== undefined;
  await runMembers({ ...launchOf(command), count, restarts, resume, isSaved });
}

/** The steps of a run: the smaller of `--steps` and what `--epochs` amount to; with hours alone their number is open. */
function stepsOf({ steps, hours, epochs, set, ...flags }: TrainFlags, { file, values }: Chosen): number | undefined {
  if (epochs === undefined) return steps ?? (hours === undefined ? undefined : 0);
  const declared = declaredParameters(file);
  const number = (name: 'batch' | 'accumulate'): number =>
    Number(set[name] ?? flags[name] ?? declared[name]?.default ?? 1);
  const passes = Math.ceil((epochs * Number(values['epoch'])) / (number('batch') * number('accumulate')));
  return Math.max(1, Math.min(passes, steps ?? Infinity));
}

/** The values of the document's parameters, without the number of steps. */
function valuesOf(flags: Parameters): Record<string, unknown> {
  const { out, hours, batch, accumulate, precision, optimiser, rate, schedule, warmup, ema, preview } = flags;
  const { every, minutes, keep, overwrite, initFrom: start } = flags;
  const recipe = { hours, batch, accumulate, precision, optimiser, rate, schedule, warmup, ema, start };
  return given({ ...recipe, out, preview, every, minutes, keep, overwrite });
}

/** The cascade of the levels that are trained, and how much larger its videos are; nothing where all levels are. */
function levelsOf(
  { levels }: TrainFlags,
  { cascade = builtIn('cascades/mnist.yaml') }: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  if (levels === undefined) return {};
  const whole = typeof cascade === 'string' ? readCascade(cascade) : (cascade as Cascade);
  if (levels <= whole.levels.length) return { ...coarsest(whole, levels) };
  const last = whole.levels.length - 1;
  throw new HpdmError({
    code: 'E_LEVEL',
    path: '--levels',
    expected: numbered(last, 'level'),
    got: `${levels - 1}`,
    try: last === 0 ? 'leave out --levels' : `--levels 0`,
  });
}

/** Levels such as `0` or `0,1`, which must begin with the coarsest, because finer ones read the coarser; their number. */
function coarsestLevels(text: string): number {
  const levels = text.split(',').map((part) => (/^\d+$/.test(part.trim()) ? Number(part) : NaN));
  if (levels.every((level, i) => level === i)) return levels.length;
  throw new InvalidArgumentError(
    'expected levels from the coarsest on, because finer ones read the coarser: 0, or 0,1',
  );
}
