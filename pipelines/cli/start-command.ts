import { Command } from 'commander';
import { itemAt, type RunEvent } from '../../dsl/index.js';
import { load } from '../api/load.js';
import { builtIn } from '../built-in.js';
import { execute, type ExecuteOptions } from './execute.js';
import { given, withRunFlags, type RunFlags } from './run-flags.js';
import { reporting, type RunReport } from './run-report.js';
import { setUpIfNeeded } from './setup-command.js';
import { sheetBeside } from './sheet-beside.js';

/** Clips per step: few, so that a few minutes are enough for many steps. */
const BATCH = 8;
const TRAIN_SECONDS = 180;
const QUICK_SECONDS = 20;
/** Steps of the trial that measures the speed of this machine; the first ones warm up. */
const TRIAL_STEPS = 8;
const TRIAL_SKIPPED = 3;

interface StartFlags extends RunFlags {
  readonly quick?: boolean;
  readonly out: string;
}

const HELP = `
It runs hpdm train and then hpdm sample. To train for more steps, see hpdm train --help.

Examples:
  hpdm start                                  about five minutes on two cores
  hpdm start --quick                          one minute, to see that everything works
  hpdm start --seed 7 --out out/digits.gif    other digits, as a GIF`;

/** `hpdm start`, what `npm start` runs. */
export const startCommand = (): Command =>
  withRunFlags(new Command('start'))
    .summary('set up, train a small cascade for three minutes and sample it')
    .description(
      'Train the mnist cascade on Moving MNIST for about three minutes, sample nine videos, and write them with a contact sheet.',
    )
    .option('--quick', 'twenty seconds of training and fewer sampling steps: shows that everything works')
    .option('-o, --out <file>', 'video to write; the contact sheet has the same name with .png', 'out/moving-mnist.mp4')
    .addHelpText('after', HELP)
    .action((flags: StartFlags) => reporting(flags, (report) => start(flags, report)));

async function start({ set, seed = 0, quick, out, ...flags }: StartFlags, report: RunReport): Promise<void> {
  const trial = { ...flags, fallbackKnown: !(await setUpIfNeeded()) };
  const rest = { ...trial, report };
  const checkpoints = 'out/start';
  const seconds = quick === true ? QUICK_SECONDS : TRAIN_SECONDS;
  // its own folder: what an earlier start left there is replaced
  const common = { batch: BATCH, out: checkpoints, overwrite: true, rate: 1e-3, ...set };
  const perStep = await measureStep(common, trial, seed);
  const steps = Math.max(TRIAL_STEPS, Math.round(seconds / perStep));
  process.stderr.write(`${perStep.toFixed(2)} s per step: ${steps} steps in about ${Math.round(steps * perStep)} s\n`);
  const schedule = { steps, every: steps, warmup: Math.min(100, Math.round(steps / 5)) };
  await execute(await load(builtIn('train.yaml'), { ...common, ...schedule }), { ...rest, seed });
  const sheet = sheetBeside(out);
  const sampling = given({ checkpoint: checkpoints, out, sheet, seed, ...(quick === true ? { count: 4 } : {}) });
  await execute(await load(builtIn('sample.yaml'), sampling), { ...rest, seed });
}

/** Seconds of one training step on this machine, measured in a short trial run, which the training then replaces. */
async function measureStep(
  common: Readonly<Record<string, unknown>>,
  options: ExecuteOptions,
  seed: number,
): Promise<number> {
  const times: number[] = [];
  const onEvent = (event: RunEvent): void => {
    if (event.type === 'metric') times.push(performance.now());
  };
  const values = { ...common, steps: TRIAL_STEPS + 1, left: TRIAL_STEPS, every: TRIAL_STEPS + 1 };
  const graph = await load(builtIn('train.yaml'), values);
  await execute(graph, { ...options, quiet: true, seed, onEvent });
  const [from, to] = [itemAt(times, TRIAL_SKIPPED - 1), itemAt(times, times.length - 1)];
  return (to - from) / 1000 / (TRIAL_STEPS - TRIAL_SKIPPED);
}
