import { Command } from 'commander';
import { counted, cancelled, HpdmError } from '../../dsl/index.js';
import { backendChoice, type BackendChoice } from '../../operators/tensor/select-backend.js';
import { AlreadySaid } from './already-said.js';
import type { Queue, QueueFacts } from './farm/queue.js';
import { atLeastOne, given, memoryOption, parseSetting, setOption, wholeNumber, type RunFlags } from './run-flags.js';
import { withSamplingFlags } from './sample/sampling-flags.js';
import type { SamplingFlags } from './sample/sampling.js';

interface QueueFlags {
  readonly queue?: string;
  readonly credentials?: string;
}

const HELP = `
The queue is a NATS server with JetStream (nats-server --jetstream). A job is a share of the videos (hpdm sample --share), or a copy of a document's node with
spread: jobs. A worker's paths are its own: workers that do not share a folder each fill theirs. Files are the truth: whatever the queue has lost, submit
the same again, and only the videos that are missing are sampled.
Whoever reaches the queue can make workers write files: docs/many-machines.md.

Examples:
  hpdm farm submit --queue nats://10.0.0.1:4222 --checkpoint out/mnist --count 10000 --out 'out/many/{n}.mp4'
  hpdm farm submit --queue nats://10.0.0.1:4222 shrink.yaml clips=a.mp4,b.mp4
  hpdm farm work --queue nats://10.0.0.1:4222            as many as you like, on any machine
  hpdm farm watch --queue nats://10.0.0.1:4222           the progress of the whole
  hpdm farm doctor --queue nats://10.0.0.1:4222          whether this machine reaches it, and how`;

/** `hpdm farm`. */
export const farmCommand = (): Command =>
  new Command('farm')
    .summary('make many videos on many machines, through a queue')
    .description(
      'Submit the shares of a sampling, or the copies in a document, as jobs to a queue, work on them, and watch them.',
    )
    .addHelpText('after', HELP)
    .addCommand(submitCommand())
    .addCommand(workCommand())
    .addCommand(watchCommand())
    .addCommand(doctorCommand());

const withQueueFlags = (command: Command): Command =>
  command
    .optionsGroup('The queue:')
    .option('--queue <url>', 'nats://HOST:4222, or tls://USER:PASSWORD@HOST:4222 (default: HPDM_FARM_QUEUE)')
    .option('--credentials <file>', 'credentials of NATS (.creds)');

type SubmitFlags = SamplingFlags & QueueFlags & { readonly jobs?: number };

const submitCommand = (): Command =>
  withQueueFlags(
    withSamplingFlags(
      new Command('submit')
        .argument('[document]', 'a document of a node with spread: jobs; without one, a sampling is submitted')
        .argument('[name=value...]', 'values of its parameters; the same as --set name=value')
        .addOption(setOption())
        .option('--seed <n>', 'seed of all random numbers', wholeNumber),
    ),
  )
    .summary('submit a sampling, with the flags of hpdm sample, or a document')
    .description(
      'Submit a sampling: the flags are those of hpdm sample; --out needs {n} or {prompt}. Or submit a document: each copy of its node with spread: jobs is a job.',
    )
    .option('--jobs <n>', 'how many jobs a sampling is (default: one for every 4 videos)', atLeastOne)
    .action((file: string | undefined, values: readonly string[], { queue: url, credentials, ...flags }: SubmitFlags) =>
      onQueue({ ...given({ queue: url, credentials }) }, async (queue) => {
        const [{ submitDocument }, { submitSampling }] = await Promise.all([
          import('./farm/submit-document.js'),
          import('./farm/submit-sampling.js'),
        ]);
        const { jobs: wanted, ...asked } = flags;
        const { run, about, jobs, added } =
          file === undefined
            ? await submitSampling(queue, asked, wanted)
            : await submitDocument(queue, documentAsked(file, values, flags));
        const there = added === jobs ? '' : `; ${jobs - added} ${jobs - added === 1 ? 'was' : 'were'} in the queue`;
        process.stdout.write(`run ${run}: ${about}: ${counted(jobs, 'job')}, ${added} added${there}\n`);
      }),
    );

/** What is asked of a document; fails E_SET for flags of a sampling. */
function documentAsked(
  file: string,
  values: readonly string[],
  { set: earlier, seed = 0, ...others }: Omit<SubmitFlags, keyof QueueFlags>,
): { readonly file: string; readonly set: Readonly<Record<string, string>>; readonly seed: number } {
  const [misplaced] = Object.keys(others);
  if (misplaced !== undefined) {
    const flag = `--${misplaced.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    const [expected, advice] = ['a document with name=value and --seed', `${misplaced}=… if it is a parameter of it`];
    throw new HpdmError({ code: 'E_SET', path: flag, expected, got: `${flag}, a flag of a sampling`, try: advice });
  }
  return { file, set: values.reduce((set, text) => parseSetting(text, set), earlier), seed };
}

type WorkFlags = QueueFlags &
  Pick<RunFlags, 'memory'> & { readonly backend?: BackendChoice; readonly untilEmpty?: boolean };

const workCommand = (): Command =>
  withQueueFlags(new Command('work'))
    .summary('make jobs, one after the other')
    .description('Take jobs from the queue and make them, until Ctrl-C, which puts the current one back.')
    .option('--until-empty', 'end when all jobs are done')
    .option('--backend <name>', 'auto, tensorflow, webgpu, wasm or cpu', backendChoice)
    .addOption(memoryOption())
    .action((flags: WorkFlags) =>
      onQueue(flags, async (queue) => {
        const [{ work }, { JobProcess }] = await Promise.all([
          import('./farm/work.js'),
          import('./farm/job-process.js'),
        ]);
        const signal = ctrlC();
        const most = flags.memory?.most;
        const child = new JobProcess([flags.backend ?? '', most === undefined ? '' : String(most)]);
        await work(queue, child, { untilEmpty: flags.untilEmpty === true, signal, say });
        if (signal.aborted) throw cancelled('stopped; the job is in the queue again');
      }),
    );

const watchCommand = (): Command =>
  withQueueFlags(new Command('watch'))
    .summary('the progress of all jobs')
    .description('Show what all workers report, until every job is done or has failed for good.')
    .option('--once', 'show how it is now, and end')
    .option('--json', 'every report as a JSON line on standard output')
    .action((flags: QueueFlags & { readonly once?: boolean; readonly json?: boolean }) =>
      onQueue(flags, async (queue) => {
        const { watch } = await import('./farm/watch.js');
        const onReport = (report: object): void => {
          if (flags.json === true) process.stdout.write(`${JSON.stringify(report)}\n`);
        };
        const runs = await watch(queue, { once: flags.once === true, signal: ctrlC(), onReport, say });
        if (runs.length === 0) say('nothing has been submitted');
        if (runs.some(({ failed }) => failed.length > 0)) throw new AlreadySaid(3);
      }),
    );

const doctorCommand = (): Command =>
  withQueueFlags(new Command('doctor'))
    .summary('whether the queue can be reached, and how')
    .description('Reach the queue as a worker does, and show what can be said of it from here.')
    .option('--json', 'the same as JSON')
    .action((flags: QueueFlags & { readonly json?: boolean }) =>
      onQueue(flags, async (queue) => {
        const facts = await queue.examine();
        process.stdout.write(flags.json === true ? `${JSON.stringify(facts, null, 2)}\n` : formatFacts(facts));
      }),
    );

const formatFacts = ({ version, isEncrypted, roundTripMs, leaseMs, waiting, running }: QueueFacts): string =>
  [
    `server      nats-server ${version} with JetStream`,
    `encrypted   ${isEncrypted ? 'yes' : 'no: whoever can read the network can read jobs and passwords'}`,
    `round trip  ${roundTripMs} ms`,
    `lease       ${leaseMs / 1000} s`,
    `jobs        ${waiting} waiting, ${running} running`,
    '',
  ].join('\n');

/** Do something with the queue that flags or the environment name. */
async function onQueue({ queue: named, credentials }: QueueFlags, use: (queue: Queue) => Promise<void>): Promise<void> {
  const url = named ?? process.env['HPDM_FARM_QUEUE'];
  if (url === undefined) {
    const [expected, advice] = ['--queue, or HPDM_FARM_QUEUE', '--queue nats://127.0.0.1:4222'];
    throw new HpdmError({ code: 'E_SET', path: '--queue', expected, got: 'neither', try: advice });
  }
  const { Queue } = await import('./farm/queue.js');
  const leaseMs = 1000 * Number(process.env['HPDM_FARM_LEASE'] ?? 30);
  const queue = await Queue.open({ url, leaseMs, ...given({ credentials }) });
  try {
    await use(queue);
  } finally {
    await queue.close();
  }
}

/** Aborted by Ctrl-C, or a polite kill. */
function ctrlC(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => controller.abort());
  return controller.signal;
}

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};
