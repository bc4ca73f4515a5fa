import { InvalidArgumentError, type Command } from 'commander';
import { anyNumber, atLeastOne, listed, precisionOption, wholeNumber } from '../run-flags.js';
import { listOf, withLevelFlags } from './level-flags.js';

/** Add the flags that say what is sampled, how, and what the videos are. */
export const withSamplingFlags = (command: Command): Command =>
  withLevelFlags(withVideoFlags(withConditionFlags(command)));

const withConditionFlags = (command: Command): Command =>
  command
    .optionsGroup('What is sampled:')
    .option('--cascade <file>', 'cascade document (default: the one the checkpoint was trained for)')
    .option('--checkpoint <path>', 'checkpoint, or the folder of a training run')
    .option('--prompt <text>', 'text of the videos, for a cascade with texts; may be repeated', listed)
    .option(
      '--class <name>',
      'class of the videos, by its name or number (hpdm runs shows both), for a cascade with classes; may be repeated',
      listed,
    )
    .option('--count <n>', 'how many videos (default: one per --prompt or --class, else 9)', atLeastOne)
    .option(
      '--batch <n>',
      'videos sampled together (default: up to 4, as the memory allows); it changes no video',
      atLeastOne,
    )
    .option('--negative <text>', 'a text that guidance leads away from; with --prompt')
    .option(
      '--guidance <list>',
      'how far past no text or class, for all levels, the coarsest and the others, or each; 1 is off',
      listOf(anyNumber),
    )
    .option(
      '--guidance-interval <list>',
      'σ between which guidance acts, at input scale 1: 0.3,5, or a pair for each level',
      listOf(anyNumber),
    )
    .option(
      '--from <level=N:file>',
      'a video file that stands for the levels up to N; level=0 may be left out; transparent pixels become white',
      from,
    )
    .option('--strength <x>', 'with --from: how far up the noise those levels are sampled anew, 0 to 1', anyNumber)
    .addOption(precisionOption())
    .option('--like <file.json>', 'as an earlier video was made, whose record this is; other flags change it')
    .option('--until-level <n>', 'last level that is sampled', wholeNumber);

const withVideoFlags = (command: Command): Command =>
  command
    .optionsGroup('Where it goes:')
    .option('-o, --out <file>', 'video to write: .mp4, .webm, .gif, a folder of PNGs/ …; may have {seed} {prompt} {n}')
    .option('--show-levels', 'all levels side by side in the video')
    .option(
      '--fps <n>',
      'frames per second (default: of the clips that were trained on, else 8, or 21 of texts)',
      anyNumber,
    )
    .option('--scale <n>', 'every pixel becomes n × n', wholeNumber);

/** A video file and the finest level that it stands for. */
function from(text: string): { readonly level: number; readonly path: string } {
  const [, level = '0', path = text] = /^level=(\d+):(.*)$/s.exec(text) ?? [];
  if (path !== '' && !path.startsWith('level=')) return { level: Number(level), path };
  throw new InvalidArgumentError('expected level=1:clip.mp4, or clip.mp4 for level 0');
}
