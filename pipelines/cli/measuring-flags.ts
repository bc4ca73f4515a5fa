import type { Command } from 'commander';
import { numbered, HpdmError, type Cascade } from '../../dsl/index.js';
import { builtIn } from '../built-in.js';
import { declaredParameters } from './declared-parameters.js';
import { anyNumber, atLeastOne, given, precisionOption, wholeNumber, type RunFlags } from './run-flags.js';
import { listOf } from './sample/level-flags.js';

/** Flags for the samples. */
interface SampleFlags {
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

/** Flags of the commands that sample and measure. */
export interface MeasuringFlags extends SampleFlags, RealFlags {
  readonly frames?: number;
  readonly i3d?: string;
  readonly classifier?: string;
  readonly classifierRange?: readonly number[];
  readonly classifierLogits?: boolean;
}

/** Add the flags of the commands that sample and measure. */
export const withMeasuringFlags = (command: Command): Command => withRealFlags(withSampleFlags(command));

const withSampleFlags = (command: Command): Command =>
  command
    .optionsGroup('What is sampled:')
    .option('--cascade <file>', 'cascade document (default: the one the checkpoint was trained for)')
    .option('--count <n>', 'videos to sample', wholeNumber)
    .option('--batch <n>', 'videos sampled together (default: 8)', atLeastOne)
    .option(
      '--guidance <list>',
      'how far past no text or class, for all levels, the coarsest and the others, or each; 1 is off',
      listOf(anyNumber),
    )
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
    .option('--cache-limit <size>', 'largest size of that folder, such as 20GiB (default: none)')
    .optionsGroup('How it is measured:')
    .option('--frames <n>', 'frames of each video that are described (default: 8)', wholeNumber)
    .option('--i3d <file>', 'weights of I3D, for the Fréchet video distance; docs/evaluation.md says where they are')
    .option('--classifier <path>', 'model.json of a classifier, a model of TensorFlow.js, for the inception score')
    .option('--classifier-range <list>', 'what it takes for black and for white (default: -1,1)', listOf(anyNumber))
    .option('--classifier-logits', 'it gives logits in the place of probabilities');

/**
 * Values of the parameters that evaluate.yaml and compare.yaml share.
 *
 * @param cascade which says what is sampled, and how large real videos are
 * fails E_SET, E_LEVEL for flags that do not fit the cascade
 */
export function measuringValues(
  cascade: Cascade,
  flags: MeasuringFlags & Pick<RunFlags, 'seed'>,
): Readonly<Record<string, unknown>> & { readonly values: readonly string[] } {
  const { data, count, frames, i3d, seed, untilLevel: until } = flags;
  refuseLost(flags, cascade);
  const { holdOut, part, take, fps, short, cache, cacheLimit } = flags;
  const { kind } = cascade.condition;
  const { classifier, classifierRange, classifierLogits } = flags;
  const both = { frames, i3d, classifier, classifierRange, classifierLogits, until };
  const drawn = { data, holdOut, part };
  const usual = Number(declaredParameters(builtIn('measure/samples.yaml'))['batch']?.default);
  // fewer videos than the sampler makes together are one batch
  const { batch = count !== undefined && count < usual ? count : undefined, guidance, precision } = flags;
  const sampled = { ...both, batch, guidance, precision, ...(kind === 'text' ? drawn : {}) };
  const digits = kind === 'classes' ? { digits: 1 } : {};
  const real = { ...both, ...(data === undefined ? digits : { ...drawn, take, fps, short, cache, cacheLimit }) };
  return {
    ...{ cascade, values: texts(sampled), clips: texts(real) },
    sampler: builtIn(`measure/${kind === 'text' ? 'texts' : 'samples'}.yaml`),
    reals: builtIn(`measure/${data === undefined ? 'digits' : 'clips'}.yaml`),
    ...given({ count, seed, real: flags.real ?? (data === undefined ? undefined : 0) }),
  };
}

/** Values as `name=value`. */
const texts = (values: Readonly<Record<string, unknown>>): string[] =>
  Object.entries(given(values)).map(([name, value]) => `${name}=${String(value)}`);

/** Refuse flags of a data set where there is none, and a cascade that needs one. */
function refuseLost(flags: MeasuringFlags, { condition, channels, levels }: Cascade): void {
  const { untilLevel = 0 } = flags;
  if (untilLevel >= levels.length) {
    const [expected, got] = [numbered(levels.length - 1, 'level', 'a level'), `level ${untilLevel}`];
    throw new HpdmError({ code: 'E_LEVEL', path: '--until-level', expected, got, try: `level ${levels.length - 1}` });
  }
  if (flags.part === 'held-out' && !((flags.holdOut ?? 0) > 0)) {
    throw new HpdmError({
      ...{
        code: 'E_SET',
        path: '--part',
        expected: '--hold-out beside --part held-out: the share that training held out',
      },
      ...{ got: flags.holdOut === undefined ? 'no --hold-out' : `--hold-out ${flags.holdOut}` },
      try: '--part held-out --hold-out 0.05',
    });
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
