import { Command } from 'commander';
import { builtIn } from '../built-in.js';
import { describeDefaults } from './describe-defaults.js';
import { reporting } from './run-report.js';
import { dryRunOption, memoryOption, previewOption, withRunFlags, type RunFlags } from './run-flags.js';
import { readShare } from './sample/read-share.js';
import { runSampling } from './sample/run-sampling.js';
import { withSamplingFlags } from './sample/sampling-flags.js';
import type { SamplingFlags } from './sample/sampling.js';

/** `hpdm sample`. */
export const sampleCommand = (): Command =>
  describeDefaults(
    withOutputFlags(withSamplingFlags(withRunFlags(new Command('sample'))))
      .summary('sample videos from a trained cascade')
      .description(
        'The same as hpdm run pipelines/sample.yaml, with sample-texts.yaml for --prompt, sample-classes.yaml for --class and super-resolve.yaml for --from.',
      )
      .addHelpText('after', HELP)
      .action((flags: SamplingFlags & RunFlags) => reporting(flags, (report) => runSampling(flags, report))),
    builtIn('sample.yaml'),
  );

const withOutputFlags = (command: Command): Command =>
  command
    .optionsGroup('Where it goes:')
    .option('--sheet <file>', 'contact sheet with a row per level (.png; default: the name of the video)')
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
