import { Command } from 'commander';
import { cancelled, HpdmError } from '../../dsl/index.js';
import { installFfmpegStatic } from './provision/ffmpeg-static.js';
import { buildKernels } from './provision/kernels.js';
import { buildMembers } from './provision/members.js';
import { installedPackage } from './provision/environment.js';
import { provision } from './provision/provision.js';
import type { Missed, Provision } from './provision/provision.js';
import { createReporter } from './provision/reporter.js';

interface Flags {
  readonly gpu?: true;
  readonly ifNeeded?: true;
  readonly force?: true;
  readonly verbose?: true;
}

const HELP = `
It takes the first of these routes that works:
  1. the TensorFlow in Python's wheel, fetched with your pip and linked to @tensorflow/tfjs-node-gpu (about a minute)
  2. the older TensorFlow that @tensorflow/tfjs-node-gpu downloads by itself
  3. none: hpdm then runs on wasm, about 10 times slower, and a line says what was missing
Then it compiles hpdm's own kernels for this processor (seconds); without them training takes longer. On Linux, it also
compiles what lets several processes train together.
It needs Python 3 with pip, a C++ compiler and make. The results stay in a cache for your user account (HPDM_CACHE,
else ~/.cache/hpdm or the usual place on your platform), so after the next npm ci only links are made.
npm start and npm test run "hpdm setup --if-needed" first.

Examples:
  hpdm setup              set up what is missing
  hpdm setup --gpu        with CUDA (about 3 GB); exit code 3 when that is not possible
  hpdm setup --force      build again, for example after an update of the system's libraries
  hpdm doctor             see the outcome`;

/** `hpdm setup`. */
export const setupCommand = (): Command =>
  new Command('setup')
    .summary('link TensorFlow and fetch ffmpeg, once per machine')
    .description('Link TensorFlow and fetch ffmpeg, once per machine. Safe to interrupt and to repeat.')
    .option('--gpu', 'TensorFlow with CUDA (the default where an NVIDIA GPU is visible)')
    .option('--if-needed', 'do nothing if any TensorFlow is linked; never fail')
    .option('--force', 'build again even if there is a build')
    .option('--verbose', 'show the output of pip and the compiler')
    .addHelpText('after', HELP)
    .action(async (flags: Flags) => {
      await runSetup(flags);
    });

/**
 * Link TensorFlow if none is linked; never fails.
 *
 * @returns whether TensorFlow is linked now; if not, the reason has been printed
 */
export const setUpIfNeeded = (): Promise<boolean> => runSetup({ ifNeeded: true });

async function runSetup(flags: Flags): Promise<boolean> {
  const cancel = new AbortController();
  const stop = (): void => {
    cancel.abort(cancelled('setup was interrupted and its partial work removed; run it again at any time'));
  };
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, stop);
  try {
    return await setUp(flags, cancel.signal);
  } finally {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.off(name, stop);
  }
}

async function setUp(flags: Flags, signal: AbortSignal): Promise<boolean> {
  const report = createReporter(process.stderr, flags.verbose === true);
  const outcome = await provision({ ...flags, report, signal }).catch((error: unknown): Provision => {
    if (!flags.ifNeeded || (error instanceof HpdmError && error.code === 'E_CANCELLED')) throw error;
    return { state: 'none', missed: { cpu: surprise(error) } };
  });
  const toolkit = { env: process.env, report, signal };
  const isLinked = outcome.state === 'linked';
  const slower = isLinked ? await buildKernels(installedPackage(), toolkit) : undefined;
  const alone = isLinked ? await buildMembers(installedPackage(), toolkit) : undefined;
  report.end();
  if (!flags.ifNeeded || (outcome.state === 'linked' && outcome.how === 'built')) {
    await installFfmpegStatic(process.env, report, signal);
  }
  for (const line of describeOutcome(outcome, flags.ifNeeded === true)) process.stderr.write(`${line}\n`);
  if (slower && !flags.ifNeeded) {
    process.stderr.write(`hpdm setup: without hpdm's own kernels, training takes longer: ${reason(slower)}\n`);
  }
  if (alone && !flags.ifNeeded) {
    process.stderr.write(
      `hpdm setup: without the library of the members, processes cannot work together: ${reason(alone)}\n`,
    );
  }
  const cuda = outcome.state === 'linked' && outcome.build?.flavour === 'cuda';
  if (flags.gpu && !cuda) throw noCuda(outcome.missed);
  return isLinked;
}

/** The lines to print: one for the result and one for each fallback; none when `quiet` and nothing was done. */
export function describeOutcome(outcome: Provision, quiet: boolean): string[] {
  const { missed } = outcome;
  if (outcome.state === 'none') {
    return [`hpdm: no TensorFlow here, running on wasm, about 10 times slower: ${reason(missed.cpu)}`];
  }
  if (quiet && outcome.how === 'before') return [];
  const { how, build, folder } = outcome;
  const what = build ? `TensorFlow ${build.tensorflow} (${FLAVOURS[build.flavour]})` : 'a TensorFlow not made by setup';
  const verb = { before: 'is linked already', 'from cache': 'is linked, from the cache', built: 'is built and linked' };
  return [
    ...(missed.cuda ? [`hpdm setup: no TensorFlow with CUDA: ${reason(missed.cuda)}`] : []),
    ...(missed.cpu ? [`hpdm setup: not the TensorFlow of the wheel: ${reason(missed.cpu)}`] : []),
    `hpdm setup: ${what} ${verb[how]} (${folder})`,
  ];
}

const FLAVOURS = { cpu: 'for the CPU', cuda: 'with CUDA', own: 'of the tfjs package' } as const;

function reason(error: HpdmError | undefined): string {
  const fault = error?.faults[0];
  const remedy = fault?.try === undefined ? '' : ` To get it: ${fault.try}; then run hpdm setup.`;
  return `${fault?.message ?? 'no reason is known'}.${remedy}`;
}

const noCuda = (missed: Missed): HpdmError =>
  new HpdmError({
    code: 'E_SETUP_CUDA',
    expected: 'TensorFlow with CUDA (Linux on x64, room for 12 GB)',
    got: missed.cuda?.faults[0]?.message ?? 'none',
    try: missed.cuda?.faults[0]?.try ?? 'hpdm setup --gpu --verbose shows why',
  });

/** With --if-needed, even an unexpected error must not stop the run that follows. */
const surprise = (error: unknown): HpdmError =>
  new HpdmError({
    code: 'E_SETUP_UNEXPECTED',
    message: `setup failed (${error instanceof Error ? error.message : String(error)})`,
    try: 'hpdm setup shows the whole error',
  });
