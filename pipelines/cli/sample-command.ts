import { Command } from 'commander';
import { HpdmError, type Cascade } from '../../dsl/index.js';
import { load } from '../api/load.js';
import { readCheckpointCascade } from '../../operators/training/load-weights.js';
import { declaredParameters } from './declared-parameters.js';
import { describeDefaults } from './describe-defaults.js';
import { builtIn } from '../built-in.js';
import { execute } from './execute.js';
import { sheetBeside } from './sheet-beside.js';
import { reporting } from './run-report.js';
import {
  anyNumber,
  dryRunOption,
  given,
  memoryOption,
  previewOption,
  wholeNumber,
  withRunFlags,
  type RunFlags,
} from './run-flags.js';

interface SampleFlags extends RunFlags {
  readonly cascade?: string;
  readonly checkpoint?: string;
  readonly count?: number;
  readonly prompt?: readonly string[];
  readonly negative?: string;
  readonly guidance?: number;
  readonly fps?: number;
  readonly scale?: number;
  readonly out?: string;
  readonly sheet?: string;
}

/** `hpdm sample`. */
export const sampleCommand = (): Command =>
  describeDefaults(
    withRunFlags(new Command('sample'))
      .summary('sample videos from a trained cascade')
      .description('The same as: hpdm run pipelines/sample.yaml, or with --prompt pipelines/sample-texts.yaml')
      .option('--cascade <file>', 'cascade document (default: the one the checkpoint was trained for)')
      .option('--checkpoint <path>', 'checkpoint, or the folder of a training run')
      .option('--prompt <text>', 'text of the videos, for a cascade with text; may be repeated', listed)
      .option('--negative <text>', 'a text that guidance leads away from; with --prompt')
      .option('--guidance <w>', 'how far past no text; 1 is off; with --prompt', anyNumber)
      .option('--count <n>', 'videos sampled together, shown as a grid', wholeNumber)
      .option('--fps <n>', 'frames per second', wholeNumber)
      .option('--scale <n>', 'every pixel becomes n × n', wholeNumber)
      .option('-o, --out <file>', 'video to write: .mp4, .webm, .gif, a folder of PNGs/ …')
      .option('--sheet <file>', 'contact sheet with a row per level (.png; default: the name of the video)')
      .addOption(memoryOption())
      .addOption(previewOption())
      .addOption(dryRunOption())
      .addHelpText('after', HELP)
      .action(async ({ set, seed, cascade, checkpoint, fps, scale, out, ...flags }: SampleFlags) => {
        const { prompt, negative, guidance, count = prompt?.length, ...rest } = flags;
        const { sheet = out === undefined ? undefined : sheetBeside(out) } = flags;
        const file = builtIn(documentFor(flags));
        const texts = { prompts: prompt, negative, guidance };
        const values = { ...given({ cascade, checkpoint, count, fps, scale, out, sheet, seed, ...texts }), ...set };
        await reporting(rest, async (report) => {
          const graph = await load(file, { ...(await trainedCascade(file, values)), ...values }, [], rest.memory);
          await execute(graph, { ...rest, report, ...(seed === undefined ? {} : { seed }) });
        });
      }),
    builtIn('sample.yaml'),
  );

const HELP = `
The video is a grid of all clips; the contact sheet shows every level of the cascade, coarse to fine. The same as
hpdm run sample, where every parameter is set by name: hpdm run sample count=4 out=out/digits.gif

Examples:
  hpdm sample --checkpoint out/mnist --count 4 --seed 7 --out out/digits.gif
  hpdm sample --checkpoint out/mnist/step-0006000 --out out/frames/      a folder of PNGs
  hpdm sample --checkpoint out/emoji --prompt "polar bear"               a video of a text
  hpdm sample --preview out/preview.png                                  watch the video while it is sampled
  hpdm sample --dry-run                                                  every setting and the cost; nothing runs`;

/** The document for videos of texts, or of nothing; fails E_SET for flags about texts without one. */
function documentFor({ prompt, negative, guidance }: Pick<SampleFlags, 'prompt' | 'negative' | 'guidance'>): string {
  if (prompt !== undefined) return 'sample-texts.yaml';
  const flag = negative === undefined ? '--guidance' : '--negative';
  if (negative === undefined && guidance === undefined) return 'sample.yaml';
  throw new HpdmError({
    code: 'E_SET',
    expected: `--prompt beside ${flag}`,
    got: 'none',
    try: '--prompt "polar bear"',
  });
}

/** Collect the values of a flag that may be repeated. */
const listed = (text: string, earlier: readonly string[] = []): readonly string[] => [...earlier, text];

/** The cascade that the checkpoint was trained for, if the user gives none. */
async function trainedCascade(
  file: string,
  values: Readonly<Record<string, unknown>>,
): Promise<{ readonly cascade?: Cascade }> {
  if ('cascade' in values) return {};
  const checkpoint = values['checkpoint'] ?? declaredParameters(file)['checkpoint']?.default;
  return typeof checkpoint === 'string' ? { cascade: await readCheckpointCascade(checkpoint) } : {};
}
