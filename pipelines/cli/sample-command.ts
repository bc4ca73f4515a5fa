import { Command } from 'commander';
import { builtIn } from '../built-in.js';
import { HpdmError } from '../../dsl/index.js';
import { load } from '../api/load.js';
import { asMember } from './members/as-member.js';
import { gangOf, isLauncher, launchOf, type MembersFlags } from './members/members-flags.js';
import { runMembers } from './members/run-members.js';
import { declaredParameters } from './declared-parameters.js';
import { describeDefaults } from './describe-defaults.js';
import { namedByFlags } from './named-by-flags.js';
import { reporting } from './run-report.js';
import {
  atLeastOne,
  dryRunOption,
  given,
  memoryOption,
  previewOption,
  withRunFlags,
  type RunFlags,
} from './run-flags.js';
import { readShare } from './sample/read-share.js';
import { runSampling } from './sample/run-sampling.js';
import { withSamplingFlags } from './sample/sampling-flags.js';
import { samplingOf, type SamplingFlags } from './sample/sampling.js';

/** `hpdm sample`. */
export const sampleCommand = (): Command =>
  describeDefaults(
    withOutputFlags(withSamplingFlags(withRunFlags(new Command('sample'))))
      .summary('sample videos from a trained cascade')
      .description(
        'The same as hpdm run pipelines/sample.yaml, with sample-texts.yaml for --prompt, sample-classes.yaml for --class and super-resolve.yaml for --from.',
      )
      .addHelpText('after', HELP)
      .action(sample),
    builtIn('sample.yaml'),
    { seed: '0', out: `${usualOutput('sample.yaml')}, of texts ${usualOutput('sample-texts.yaml')}` },
  );

const usualOutput = (document: string): string => String(declaredParameters(builtIn(document))['out']?.default);

const withOutputFlags = (command: Command): Command =>
  command
    .optionsGroup('Where it goes:')
    .option(
      '--sheet <file>',
      'contact sheet with a row per level, a .png (default: the name of the video; of several, out/sheet.png)',
    )
    .option(
      '--share <k/n>',
      'make part k of n of the videos, those that are not there yet; k from 0; auto: as the scheduler says',
      (text) => readShare(text, process.env),
    )
    .option('--members <n>', 'processes of this machine that sample together, each a part of the tiles', atLeastOne)
    .option('--resume', 'go on with the sampling of the same --out that was stopped, after what it has finished')
    .addOption(memoryOption())
    .addOption(previewOption())
    .addOption(dryRunOption());

/** Parameters of the documents that have another name than their flag. */
const RENAMED = {
  ...{
    guidanceInterval: 'interval',
    prompt: 'prompts',
    class: 'labels',
    untilLevel: 'until',
    batch: 'together',
    from: 'in',
  },
};

/** Settings of nodes that are those parameters. */
const SETTINGS = { 'nodes.clip.with.path': 'in', 'nodes.clip.with.level': 'in' };

type Flags = SamplingFlags & RunFlags & MembersFlags;

async function sample(flags: Flags, command: Command): Promise<void> {
  refuseMembersOfShares(flags);
  const gang = flags.share === undefined ? gangOf(flags, process.env) : undefined;
  await reporting(flags, async (report) => {
    report.isSaidElsewhere = gang === undefined ? isLauncher(flags) : gang.rank > 0;
    if (gang === undefined && isLauncher(flags)) return launch(flags, command);
    const { events, json, preview, ...rest } = flags;
    const own = gang === undefined ? flags : { ...rest, ...asMember(gang, given({ events, json, preview, ...rest })) };
    await namedByFlags(command, RENAMED, () => runSampling(own, report), SETTINGS);
  });
}

/** Start the members and watch them, once it is clear that they will not refuse what is asked for. */
async function launch(flags: Flags, command: Command): Promise<void> {
  const { members: count = 1, resume = false } = flags;
  const { document, values } = await samplingOf(flags);
  await load(document, values, [], flags.memory, { index: 0, of: count });
  await runMembers({ ...launchOf(command), count, restarts: 0, resume, isSaved: () => false });
}

/** Whoever makes a share is alone. */
function refuseMembersOfShares({ share, members = 1 }: Flags): void {
  if (share === undefined || members === 1) return;
  const [expected, got] = ['--members, for one video, or --share, for many', 'both'];
  throw new HpdmError({ code: 'E_SET', path: '--members', expected, got, try: 'one of them' });
}

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
  hpdm sample --members 4                                four processes, each a fourth of the tiles
  hpdm sample --preview out/preview.png                                  watch the video while it is sampled
  hpdm sample --dry-run                                                  every setting and the cost; nothing runs`;
