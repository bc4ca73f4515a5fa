import { Command, InvalidArgumentError } from 'commander';
import { builtIn } from '../built-in.js';
import { describeDefaults } from './describe-defaults.js';
import { reporting } from './run-report.js';
import {
  anyNumber,
  dryRunOption,
  listed,
  memoryOption,
  precisionOption,
  previewOption,
  wholeNumber,
  withRunFlags,
  type RunFlags,
} from './run-flags.js';
import { listOf, withLevelFlags } from './sample/level-flags.js';
import { readShare } from './sample/read-share.js';
import { runSampling } from './sample/run-sampling.js';
import type { SamplingFlags } from './sample/sampling.js';

/** `hpdm sample`. */
export const sampleCommand = (): Command =>
  describeDefaults(
    withLevelFlags(withOutputFlags(withConditionFlags(withRunFlags(new Command('sample')))))
      .summary('sample videos from a trained cascade')
      .description(
        'The same as hpdm run pipelines/sample.yaml, with sample-texts.yaml for --prompt, sample-classes.yaml for --class and super-resolve.yaml for --from.',
      )
      .addHelpText('after', HELP)
      .action((flags: SamplingFlags & RunFlags) => reporting(flags, (report) => runSampling(flags, report))),
    builtIn('sample.yaml'),
  );

const withConditionFlags = (command: Command): Command =>
  command
    .optionsGroup('What is sampled:')
    .option('--cascade <file>', 'cascade document (default: the one the checkpoint was trained for)')
    .option('--checkpoint <path>', 'checkpoint, or the folder of a training run')
    .option('--prompt <text>', 'text of the videos, for a cascade with texts; may be repeated', listed)
    .option('--class <n>', 'class of the videos, for a cascade with classes; may be repeated', classes)
    .option('--count <n>', 'how many videos (default: one per --prompt or --class, else 9)', wholeNumber)
    .option(
      '--batch <n>',
      'videos sampled together (default: up to 4, as the memory allows); it changes no video',
      wholeNumber,
    )
    .option('--negative <text>', 'a text that guidance leads away from; with --prompt')
    .option('--guidance <list>', 'how far past no text or class, for all levels or each; 1 is off', listOf(anyNumber))
    .option(
      '--guidance-interval <list>',
      'σ between which guidance acts, at input scale 1: 0.3,5, or a pair for each level',
      listOf(anyNumber),
    )
    .option('--from <level=N:file>', 'a video file that stands for the levels up to N; level=0 may be left out', from)
    .option('--strength <x>', 'with --from: how far up the noise those levels are sampled anew, 0 to 1', anyNumber)
    .addOption(precisionOption())
    .option('--like <file.json>', 'as an earlier video was made, whose record this is; other flags change it')
    .option('--until-level <n>', 'last level that is sampled', wholeNumber);

const withOutputFlags = (command: Command): Command =>
  command
    .optionsGroup('Where it goes:')
    .option('-o, --out <file>', 'video to write: .mp4, .webm, .gif, a folder of PNGs/ …; may have {seed} {prompt} {n}')
    .option('--sheet <file>', 'contact sheet with a row per level (.png; default: the name of the video)')
    .option('--show-levels', 'all levels side by side in the video')
    .option(
      '--fps <n>',
      'frames per second (default: of the clips that were trained on, else 8, or 21 of texts)',
      anyNumber,
    )
    .option('--scale <n>', 'every pixel becomes n × n', wholeNumber)
    .option(
      '--share <k/n>',
      'make part k of n of the videos, those that are not there yet; k from 0; auto: as the scheduler says',
      (text) => readShare(text, process.env),
    )
    .option('--resume', 'go on with the sampling of the same --out that was stopped, after what it has finished')
    .addOption(memoryOption())
    .addOption(previewOption())
    .addOption(dryRunOption());

const HELP = `
The video is a grid of all clips; with {n} or {prompt} in its name, each has a file of its own. The contact sheet shows every level of the
cascade, coarse to fine. A record beside the video says how it was made, and so does the video's comment. Settings of levels change those of the cascade; the checkpoint stays the same.
Some videos are sampled together and then the next ones, so that many need no more memory than a few; each file is complete as soon as its video is.
Ctrl-C keeps the frames that are finished in a file such as out/fox.partial.mp4, and all that is finished in out/.fox.mp4.unfinished/ for --resume.

Examples:
  hpdm sample --checkpoint out/mnist --count 4 --seed 7 --out out/digits.gif
  hpdm sample --checkpoint out/mnist/step-0006000 --out out/frames/      a folder of PNGs
  hpdm sample --checkpoint out/emoji --prompt "polar bear"               a video of a text
  hpdm sample --checkpoint out/emoji --prompt fox --prompt owl --out 'out/{prompt}-{seed}.mp4'   a file for each
  hpdm sample --precision bf16                                           products in bfloat16, where the processor has it
  hpdm sample --steps 32,12,6 --sampler heun,dpmpp-2m,dpmpp-2m           by level, coarse to fine
  hpdm sample --until-level 0 --count 36                                 the coarsest level alone
  hpdm sample --from level=1:clip.mp4 --strength 0.4                     a clip, partly sampled anew, and finer levels
  hpdm sample --like out/fox.json --out out/again.mp4                    the same video, byte for byte
  hpdm sample --like out/fox.json --seed 8                               the same, but for the seed
  hpdm sample --out out/long.mp4 --resume                                after Ctrl-C or a crash: the same video, byte for byte
  hpdm sample --count 10000 --out 'out/{n}.mp4' --share 3/64             the fourth of 64 parts; docs/many-machines.md
  hpdm sample --preview out/preview.png                                  watch the video while it is sampled
  hpdm sample --dry-run                                                  every setting and the cost; nothing runs`;

const classes = (text: string, earlier: readonly number[] = []): readonly number[] => [...earlier, wholeNumber(text)];

/** A video file and the finest level that it stands for. */
function from(text: string): { readonly level: number; readonly path: string } {
  const [, level = '0', path = text] = /^level=(\d+):(.*)$/s.exec(text) ?? [];
  if (path !== '' && !path.startsWith('level=')) return { level: Number(level), path };
  throw new InvalidArgumentError('expected level=1:clip.mp4, or clip.mp4 for level 0');
}
