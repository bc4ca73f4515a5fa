import { InvalidArgumentError, type Command } from 'commander';
import { HpdmError, itemAt, withSampling, type Cascade, type LevelSampling, type Size } from '../../../dsl/index.js';
import { anyNumber, wholeNumber } from '../run-flags.js';
import { faultsOfLevels } from './faults-of-levels.js';

/** Flags of `hpdm sample` that change how levels are sampled: a value for all of them, or one for each, from coarse to fine. */
export interface LevelFlags {
  readonly steps?: readonly number[];
  readonly sampler?: readonly string[];
  readonly schedule?: readonly string[];
  readonly overlap?: readonly (readonly number[])[];
  readonly window?: readonly string[];
  readonly sigmaMax?: readonly number[];
  readonly sigmaMin?: number;
  /** Frames of the videos, which may be more than those of training. */
  readonly frames?: number;
  readonly threshold?: readonly number[];
  readonly detail?: readonly number[];
  /** Of level 0 alone. */
  readonly cycleSpin?: number;
  readonly shift?: readonly boolean[];
  readonly startFrom?: readonly string[];
  /** The last level that is sampled: lists may end with it. */
  readonly untilLevel?: number;
}

/** Add the flags. */
export const withLevelFlags = (command: Command): Command =>
  command
    .optionsGroup('How the levels are sampled (a value for all, or one for each: 32,12,6):')
    .option('--steps <list>', 'steps of the sampler', listOf(wholeNumber))
    .option('--sampler <list>', 'heun, euler, dpmpp-2m or ancestral', listOf(word))
    .option('--schedule <list>', 'spacing of the noise levels: karras, cosine or sigmoid', listOf(word))
    .option('--overlap <list>', 'part of a tile shared with its neighbour: 0.5, or by axis 0.5x0.25x0.25', overlaps)
    .option('--window <list>', 'weight of pixels where tiles overlap: uniform, linear or hann', listOf(word))
    .option('--shift <list>', 'on: the tiles lie elsewhere in every step; off', listOf(onOrOff))
    .option('--sigma-max <list>', 'first σ, at input scale 1', listOf(anyNumber))
    .option('--sigma-min <x>', 'last σ above 0 of all levels, at input scale 1', anyNumber)
    .option(
      '--frames <n>',
      'frames of the videos; more than those of training: level 0 in overlapping tiles along time',
      wholeNumber,
    )
    .option('--threshold <list>', 'dynamic thresholding: share of the values that keep their order', listOf(anyNumber))
    .option(
      '--detail <list>',
      'share of what a level adds to the one before that is kept: less grain, softer',
      listOf(anyNumber),
    )
    .option(
      '--cycle-spin <x>',
      'of level 0 alone: largest σ at which it takes the mean of four positions of the token grid, which hides the grid; 0: none',
      anyNumber,
    )
    .option('--start-from <list>', 'noise, or coarser: the level before, upsampled, with noise of σ max', listOf(word));

/** A list with commas, each item read by `read`. */
export const listOf =
  <T>(read: (text: string) => T) =>
  (text: string): readonly T[] =>
    text.split(',').map((item) => read(item.trim()));

function word(text: string): string {
  if (text !== '') return text;
  throw new InvalidArgumentError('expected words with commas between them');
}

function onOrOff(text: string): boolean {
  if (text === 'on' || text === 'off') return text === 'on';
  throw new InvalidArgumentError('expected on or off');
}

/** Overlaps of levels: along height and width, `0.5`, or along all axes, `0.5x0.25x0.25`. */
const overlaps = listOf((text): readonly number[] => {
  const axes = text.split(/[x×]/).map(anyNumber);
  if (axes.length === 1 || axes.length === 3) return axes;
  throw new InvalidArgumentError('expected 0.5, or frames x height x width: 0.5x0.25x0.25');
});

/** The flag of each setting of a level. */
const FLAGS = {
  steps: 'steps',
  sampler: 'sampler',
  schedule: 'schedule',
  overlap: 'overlap',
  window: 'window',
  sigmaMax: 'sigma-max',
  threshold: 'threshold',
  detail: 'detail',
  cycleSpin: 'cycle-spin',
  shift: 'shift',
  start: 'start-from',
} as const satisfies Partial<Record<keyof LevelSampling, string>>;

/** Settings of which one value for all levels is that of the finer ones. */
const OF_FINER: readonly string[] = ['start', 'detail'];
/** Settings that only level 0 has. */
const OF_FIRST: readonly string[] = ['cycleSpin'];

/** Whether one value, given for all levels, reaches a level. */
const isFor = (key: string, level: number): boolean =>
  level === 0 ? !OF_FINER.includes(key) : !OF_FIRST.includes(key);

/**
 * The cascade as the flags say. What they say of all levels does not reach the overlap, start and detail of level 0, which is one tile and has
 * none before it; cycle spinning reaches level 0 alone.
 *
 * fails E_SET for a wrong number of values; E_CASCADE, with the flag and its levels as path, for values that cannot work
 */
export function sampledBy(cascade: Cascade, flags: LevelFlags): Cascade {
  const count = cascade.levels.length;
  const sampled = Math.min(count, (flags.untilLevel ?? count) + 1);
  const counts = { count, sampled };
  const { sigmaMin, frames, overlap, startFrom: start } = flags;
  const { steps, sampler, schedule, window, sigmaMax, threshold, detail, cycleSpin, shift } = flags;
  const plain: Readonly<Record<string, readonly (string | number | boolean)[] | undefined>> = {
    ...{ steps, sampler, schedule, window, sigmaMax, threshold, detail, shift, start },
    ...(cycleSpin === undefined ? {} : { cycleSpin: [cycleSpin] }),
  };
  const changes = cascade.levels.map((level, index): LevelSampling => {
    const own = Object.entries(plain).flatMap(([key, values]) => {
      if (values === undefined || (values.length === 1 && !isFor(key, index))) return [];
      const value = valueOf(FLAGS[key as keyof typeof FLAGS], values, index, counts);
      return value === undefined ? [] : [[key, value] as const];
    });
    const axes = overlap && (overlap.length > 1 || index > 0) ? valueOf('overlap', overlap, index, counts) : undefined;
    return { ...Object.fromEntries(own), ...(axes && { overlap: overlapOf(axes, level.overlap) }) };
  });
  if (sigmaMin === undefined && frames === undefined && changes.every((change) => Object.keys(change).length === 0))
    return cascade;
  try {
    return withSampling(cascade, changes, { sigmaMin, frames });
  } catch (error) {
    if (!(error instanceof HpdmError)) throw error;
    throw new HpdmError(faultsOfLevels(error.faults, FLAGS));
  }
}

/** The value for a level; none for a level that is not sampled, where the list is of those that are. */
function valueOf<T>(
  flag: string,
  values: readonly T[],
  level: number,
  { count, sampled }: { readonly count: number; readonly sampled: number },
): T | undefined {
  if (values.length === 1) return values[0];
  if (values.length === count || values.length === sampled)
    return level < values.length ? itemAt(values, level) : undefined;
  const some = sampled < count ? `, or for each of the ${sampled} that are sampled` : '';
  throw new HpdmError({
    code: 'E_SET',
    path: `--${flag}`,
    expected:
      count === 1 ? 'one value: the cascade has one level' : `one value, or one for each of the ${count} levels${some}`,
    got: `${values.length}`,
    try: `--${flag} ${values.slice(0, 1).map(asWritten).join()}`,
  });
}

/** The value of one level as it is written on the command line. */
function asWritten(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return Array.isArray(value) ? value.join('x') : String(value);
}

const overlapOf = (axes: readonly number[], [frames]: Size): Size => {
  const [first = 0, height = first, width = first] = axes;
  return [axes.length === 1 ? frames : first, height, width];
};
