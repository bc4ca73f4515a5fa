import { Command } from 'commander';
import { HpdmError, type Cascade } from '../../dsl/index.js';
import { readCheckpointCascade } from '../../operators/training/load-weights.js';
import { load } from '../api/load.js';
import { readCascade } from '../api/read-cascade.js';
import { builtIn } from '../built-in.js';
import { describeDefaults } from './describe-defaults.js';
import { execute } from './execute.js';
import {
  anyNumber,
  dryRunOption,
  given,
  precisionOption,
  wholeNumber,
  withRunFlags,
  type RunFlags,
} from './run-flags.js';
import { reporting } from './run-report.js';
import { listOf } from './sample/level-flags.js';

/** Flags for the samples. */
interface SampleFlags {
  readonly checkpoint?: string;
  readonly cascade?: string;
  readonly count?: number;
  readonly batch?: number;
  readonly guidance?: readonly number[];
  readonly untilLevel?: number;
  readonly precision?: string;
}

/** Flags for the real videos. */
interface RealFlags {
  readonly data?: string;
  readonly real?: number;
  readonly holdOut?: number;
  readonly part?: string;
  readonly take?: string;
  readonly fps?: number;
  readonly short?: string;
  readonly cache?: string;
  readonly cacheLimit?: string;
}

interface EvaluateFlags extends RunFlags, SampleFlags, RealFlags {
  readonly frames?: number;
  readonly out?: string;
}

const HELP = `
The cascade is that of the checkpoint: with texts, captions of the data set are sampled; with classes, all of them in turn. Samples
and clips are described by a small MobileNet, and what is measured of each is kept in out/cache/measured: a command that was stopped, even
killed, goes on where it was and gives the same figures; more samples are added to those that are there; and a data set is measured once.

Examples:
  hpdm evaluate --checkpoint out/mnist --count 256                          beside Moving MNIST
  hpdm evaluate --checkpoint out/my-videos --data ./my-videos               beside your own clips
  hpdm evaluate --checkpoint emoji --data data/emoji --take whole --until-level 2 --count 64
  hpdm evaluate --checkpoint out/mnist --out out/quality                    out/quality/evaluation.json and .html`;

/** `hpdm evaluate`. */
export const evaluateCommand = (): Command =>
  describeDefaults(
    withRealFlags(withSampleFlags(withRunFlags(new Command('evaluate'))))
      .summary('measure how good samples of a checkpoint are')
      .description(
        'Sample from a checkpoint, and compare with real videos: the same as hpdm run pipelines/evaluate.yaml.',
      )
      .option('--frames <n>', 'frames of each video that are described (default: 8)', wholeNumber)
      .option('-o, --out <folder>', 'folder of the report, evaluation.json and evaluation.html')
      .addOption(dryRunOption())
      .addHelpText('after', HELP)
      .action((flags: EvaluateFlags) =>
        reporting(flags, async (report) => {
          const { seed, backend, events, quiet, verbose, json, dryRun, memory } = flags;
          const graph = await load(builtIn('evaluate.yaml'), await valuesOf(flags), [], memory);
          await execute(graph, { ...given({ seed, backend, events, quiet, verbose, json, dryRun }), report });
        }),
      ),
    builtIn('evaluate.yaml'),
  );

const withSampleFlags = (command: Command): Command =>
  command
    .optionsGroup('What is sampled:')
    .option('--checkpoint <path>', 'checkpoint, the folder of a training run, or weights by name')
    .option('--cascade <file>', 'cascade document (default: the one the checkpoint was trained for)')
    .option('--count <n>', 'videos to sample', wholeNumber)
    .option('--batch <n>', 'videos sampled together (default: 8)', wholeNumber)
    .option('--guidance <list>', 'how far past no text or class, for all levels or each; 1 is off', listOf(anyNumber))
    .option('--until-level <n>', 'last level that is sampled and measured', wholeNumber)
    .addOption(precisionOption());

const withRealFlags = (command: Command): Command =>
  command
    .optionsGroup('Beside what:')
    .option('--data <path>', 'real videos: a folder, a list of captions, tar files … (default: Moving MNIST)')
    .option('--real <n>', 'how many of them (default: all, or 2048 of Moving MNIST)', wholeNumber)
    .option('--hold-out <share>', 'share of the clips that training held out', anyNumber)
    .option('--part <part>', 'rest or held-out: which of these are measured (default: rest)')
    .option('--take <frames>', 'window: consecutive frames; whole: spread evenly over each clip, for loops')
    .option('--fps <n>', 'frames per second of windows (default: those of each clip)', anyNumber)
    .option('--short <what>', 'skip, hold or loop: what is done with clips that are too short')
    .option('--cache <folder>', 'folder of decoded clips (default: out/cache)')
    .option('--cache-limit <size>', 'largest size of that folder, such as 20GiB (default: none)');

/** The values of the parameters of evaluate.yaml. */
async function valuesOf(flags: EvaluateFlags): Promise<Record<string, unknown>> {
  const { checkpoint = 'out/mnist', data, count, out, frames, seed, untilLevel: until, set } = flags;
  const cascade = flags.cascade === undefined ? await readCheckpointCascade(checkpoint) : readCascade(flags.cascade);
  refuseLost(flags, cascade);
  const { holdOut, part, take, fps, short, cache, cacheLimit } = flags;
  const { kind } = cascade.condition;
  const both = { frames, until };
  const drawn = { data, holdOut, part };
  const { batch, guidance, precision } = flags;
  const sampled = { ...both, batch, guidance, precision, seed, ...(kind === 'text' ? drawn : {}) };
  const digits = kind === 'classes' ? { digits: 1 } : {};
  const real = { ...both, ...(data === undefined ? digits : { ...drawn, take, fps, short, cache, cacheLimit }) };
  return {
    ...{ cascade, checkpoint, title: `Evaluation of ${checkpoint}`, values: texts(sampled), clips: texts(real) },
    sampler: builtIn(`measure/${kind === 'text' ? 'texts' : 'samples'}.yaml`),
    reals: builtIn(`measure/${data === undefined ? 'digits' : 'clips'}.yaml`),
    ...given({ count, out, real: flags.real ?? (data === undefined ? undefined : 0) }),
    ...set,
  };
}

/** Values as `name=value`. */
const texts = (values: Readonly<Record<string, unknown>>): string[] =>
  Object.entries(given(values)).map(([name, value]) => `${name}=${String(value)}`);

/** Refuse flags of a data set where there is none, and a cascade that needs one. */
function refuseLost(flags: EvaluateFlags, { condition, channels, levels }: Cascade): void {
  const { untilLevel = 0 } = flags;
  if (untilLevel >= levels.length) {
    const [expected, got] = [`a level from 0 to ${levels.length - 1}`, `level ${untilLevel}`];
    throw new HpdmError({ code: 'E_LEVEL', path: '--until-level', expected, got, try: `level ${levels.length - 1}` });
  }
  if (flags.data !== undefined) return;
  const { holdOut, part, take, fps, short, cache, cacheLimit } = flags;
  const lost = Object.keys(given({ holdOut, part, take, fps, short, cache, cacheLimit }));
  const refuse = (expected: string, got: string): never => {
    throw new HpdmError({ code: 'E_SET', expected, got, try: '--data ./my-videos' });
  };
  if (lost.length > 0) {
    const names = lost.map((name) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
    refuse('--data beside the flags of a data set', names.join(', '));
  }
  if (condition.kind === 'text') refuse('--data with captions: the cascade has texts', 'no --data');
  if (channels !== 1) refuse('--data: Moving MNIST is grey', `no --data, and a cascade of ${channels} channels`);
}
