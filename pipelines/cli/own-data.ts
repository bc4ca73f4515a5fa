import { basename, join, resolve } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { counted, HpdmError, type Cascade } from '../../dsl/index.js';
import { someOf } from '../../operators/clips/data-fault.js';
import { onlyThose } from '../../operators/clips/clips-of.js';
import { holdOut as heldOut } from '../../operators/clips/hold-out.js';
import { openData, type Data } from '../../operators/clips/open-data.js';
import { sharePictures } from '../../operators/clips/share-pictures.js';
import type { Clips } from '../../operators/values/clips.js';
import { readCascade } from '../api/read-cascade.js';
import { builtIn } from '../built-in.js';
import { classless } from './data/classless.js';
import { anyNumber, given } from './run-flags.js';

type Condition = Cascade['condition']['kind'];

/** Flags of `hpdm train` for a data set of one's own. */
export interface DataFlags {
  readonly data?: string;
  readonly condition?: Condition;
  readonly holdOut?: number;
  readonly images?: number;
  readonly take?: string;
  readonly fps?: number;
  readonly crop?: string;
  readonly flip?: number;
  readonly short?: string;
  readonly cache?: string;
  readonly cacheLimit?: string;
  readonly epochs?: number;
  readonly previewPrompts?: readonly string[];
}

/** A document, the folder of the run if none is given, and values for the document's other parameters. */
export interface Chosen {
  readonly file: string;
  readonly out: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** The document for each kind of condition. */
const DOCUMENTS: Readonly<Record<Condition, string>> = {
  none: 'train-data.yaml',
  classes: 'train-data-classes.yaml',
  text: 'train-data-texts.yaml',
};

/** Add the flags for a data set. */
export const withDataFlags = (command: Command): Command =>
  command
    .option('--data <path>', 'your clips: a folder, a list of captions (.csv, .jsonl), tar files, or a manifest.json')
    .addOption(
      new Option(
        '--condition <kind>',
        'what the network is told of a clip (default: its caption if there are any, else its class)',
      ).choices(['text', 'classes', 'none']),
    )
    .option('--hold-out <share>', 'share of the clips that is held out of training', shareHeldOut)
    .option('--images <share>', 'share of the draws that are single pictures (default: as they come)', anyNumber)
    .option('--take <frames>', 'window: consecutive frames; whole: spread evenly over each clip, for loops')
    .option('--fps <n>', 'frames per second of windows (default: those of each clip)', anyNumber)
    .option('--crop <where>', 'centre or random: what is kept of clips with another aspect ratio')
    .option('--flip <share>', 'share of the draws that are mirrored', anyNumber)
    .option('--short <what>', 'skip, hold or loop: what is done with clips that are too short')
    .option('--cache <folder>', 'folder of decoded clips (default: out/cache)')
    .option(
      '--cache-limit <size>',
      'largest size of that folder, such as 20GiB; clips used longest ago go (default: none)',
    )
    .option('--epochs <n>', 'passes over the clips; the number of steps follows from it', anyNumber)
    .option('--preview-prompts <list>', 'texts of the previews: "a cat,a dog" (default: some of the captions)', texts);

/** Texts between commas. */
const texts = (list: string): string[] =>
  list
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '');

/**
 * The document to train with: on Moving MNIST, or on the data set of `--data`. For a data set without a cascade, the small one is
 * taken, with the condition that is asked for, else the one that the data set allows: its captions, else its classes, if it has any.
 *
 * @param flags of the command, of which those of `DataFlags` and the cascade are read
 * @param tell told in one line what was found
 * @param warn told of clips without a class, where the cascade has classes
 * fails E_SET for flags of a data set without `--data`, and for a condition beside a cascade, which has its own; E_DATA_CASCADE when the
 * cascade or the condition needs classes or captions that the data set
 * does not have; and like `openData` and `readCascade`
 */
export async function ownData(
  flags: DataFlags & { readonly cascade?: string },
  tell: (line: string) => void,
  warn = tell,
): Promise<Chosen> {
  const { data, holdOut, images, take, fps, crop, flip, short, cache, cacheLimit, epochs, previewPrompts } = flags;
  const { condition } = flags;
  const file = flags.cascade;
  const settings = given({ holdOut, images, take, fps, crop, flip, short, cache, cacheLimit });
  if (data === undefined) {
    refuseLost(Object.keys(given({ ...settings, condition, epochs, previewPrompts })));
    return { file: builtIn('train.yaml'), out: 'out/mnist', values: given({ cascade: file }) };
  }
  const { clips, form } = await openData(data, tell);
  if (condition !== undefined && file !== undefined) {
    const [expected, got] = ['a condition or a cascade, which has its own', '--condition and --cascade'];
    throw new HpdmError({ code: 'E_SET', expected, got, try: 'leave out --condition' });
  }
  const cascade = file === undefined ? fitted(clips, condition) : readCascade(file);
  refuseMisfit(cascade, clips, data);
  const { kind } = cascade.condition;
  tell(`${data}: ${describe({ clips, form })}; condition: ${kind}`);
  if (kind === 'classes') warnOfClassless(clips, warn);
  const out = join('out', basename(resolve(data)).replace(/\.[^.]*$/, ''));
  const epoch = lengthOf(clips, flags);
  const prompts = promptsFor(cascade, clips, previewPrompts);
  return {
    file: builtIn(DOCUMENTS[kind]),
    out,
    values: {
      ...settings,
      data,
      cascade: file ?? cascade,
      epoch,
      ...given({ prompts, classes: namesFor(cascade, clips) }),
    },
  };
}

/** A share that leaves clips to train on. */
function shareHeldOut(text: string): number {
  const share = Number(text);
  if (text.trim() !== '' && share >= 0 && share < 1) return share;
  throw new InvalidArgumentError('expected a share from 0 to less than 1, such as 0.1');
}

/** Clips of one pass over a data set: those that are not held out, with the share of pictures. */
function lengthOf(clips: Clips, { holdOut = 0, images = -1 }: DataFlags): number {
  const rest = heldOut(clips, holdOut, 'rest');
  if (images < 0 || images >= 1) return rest.length; // the document refuses a share of 1
  const pictures = onlyThose(rest, ({ still }) => still === true);
  const videos = onlyThose(rest, ({ still }) => still !== true);
  return sharePictures(videos, pictures, images).length;
}

/** Number of captions that are taken for the previews, where none are given. */
const PREVIEWED = 4;

/** The texts of the previews: those that are given, else captions from all over the data set; undefined for a cascade without texts. */
function promptsFor({ condition }: Cascade, clips: Clips, given?: readonly string[]): readonly string[] | undefined {
  if (condition.kind === 'text') {
    if (given !== undefined) return given;
    const all = Array.from({ length: clips.length }, (_, i) => clips.at(i, 0).captions?.[0] ?? []).flat();
    const spread = Array.from({ length: PREVIEWED }, (_, k) => all[Math.floor(((k + 0.5) * all.length) / PREVIEWED)]);
    return [...new Set(spread.filter((caption) => caption !== undefined))];
  }
  if (given === undefined) return undefined;
  const [expected, got] = ['a cascade with text beside --preview-prompts', `one with ${condition.kind}`];
  throw new HpdmError({ code: 'E_SET', expected, got, try: 'leave out --preview-prompts' });
}

function warnOfClassless(clips: Clips, warn: (line: string) => void): void {
  const names = classless(clips).map(({ name }) => name);
  if (names.length === 0) return;
  const [has, is] = names.length === 1 ? ['has', 'it is'] : ['have', 'they are'];
  const told = `${names.length} of ${counted(clips.length, 'clip')} ${has} no class, and ${is} trained on without one`;
  warn(`warning: ${told}: ${someOf(names, 4)}`);
}

/** The names of the classes, which a checkpoint keeps, where the cascade has classes. */
const namesFor = ({ condition }: Cascade, { classes }: Clips): readonly string[] | undefined =>
  condition.kind === 'classes' ? classes : undefined;

function refuseLost(names: readonly string[]): void {
  if (names.length === 0) return;
  const flags = names.map((name) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
  const [expected, got] = ['--data beside the flags of a data set', flags.join(', ')];
  throw new HpdmError({ code: 'E_SET', expected, got, try: '--data ./my-videos' });
}

/** What the text encoder that comes with hpdm gives, and as many tokens as captions of a sentence have. */
const TEXT = { kind: 'text', width: 512, tokens: 16, read: 'attend' } as const;

/** The small cascade with a condition of the data set: the one that is asked for, else captions, else classes. */
function fitted(clips: Clips, asked: Condition | undefined): Cascade {
  const small = readCascade(builtIn('cascades/small.yaml'));
  const classes = clips.classes.length;
  const kind = asked ?? (hasCaptions(clips) ? 'text' : classes > 0 ? 'classes' : 'none');
  if (kind === 'none') return small;
  return { ...small, condition: kind === 'text' ? TEXT : { kind, classes } };
}

function refuseMisfit({ condition }: Cascade, clips: Clips, data: string): void {
  const refuse = (expected: string, got: string, advice: string): never => {
    throw new HpdmError({ code: 'E_DATA_CASCADE', place: { file: data }, expected, got, try: advice });
  };
  const classes = clips.classes.length;
  if (condition.kind === 'classes' && (classes === 0 || classes !== condition.classes)) {
    const advice =
      classes === 0 ? 'a folder for each class, or a cascade without condition' : `condition: { classes: ${classes} }`;
    refuse(
      `a data set with ${condition.classes === 0 ? 'some classes' : counted(condition.classes, 'class', 'classes')}, which the cascade is conditioned on`,
      `one with ${classes || 'none'}`,
      advice,
    );
  }
  if (condition.kind === 'text' && !hasCaptions(clips)) {
    const advice = 'a .csv or .jsonl file with a caption for each clip, or a cascade without condition';
    refuse('a data set with captions, which the cascade is conditioned on', 'one without captions', advice);
  }
}

/** Whether any clip of a data set has a caption. */
export const hasCaptions = ({ length, at }: Clips): boolean => {
  for (let i = 0; i < length; i++) if (at(i, 0).captions !== undefined) return true;
  return false;
};

/** A data set in one line. */
export function describe({ clips, form }: Data): string {
  const all = Array.from({ length: clips.length }, (_, i) => clips.at(i, 0));
  const stills = all.filter(({ still }) => still === true).length;
  const { length } = clips.classes;
  const classes = length === 0 ? 'no classes' : counted(length, 'class', 'classes');
  const captions = all.filter((clip) => clip.captions !== undefined).length;
  const told = captions === 0 ? 'no captions' : counted(captions, 'caption');
  return `${counted(all.length, 'clip')} (${form}; still pictures: ${stills}), ${classes}, ${told}`;
}
