import { Command } from 'commander';
import { selectBackend, type BackendName } from '../../operators/tensor/select-backend.js';
import { warnOfStandIn } from '../api/warn-of-stand-in.js';
import { listed, previewOption, withRunFlags, type RunFlags } from './run-flags.js';
import { reporting, type RunReport } from './run-report.js';
import { runSampling } from './sample/run-sampling.js';
import { setUpIfNeeded } from './setup-command.js';

/** The weights that come with hpdm. */
const WEIGHTS = 'emoji';
const PROMPT = 'crying face';
/** All levels: 64 frames, which loop after three seconds. */
const WHOLE = { fps: 21 };
/** Where time is short: 16 frames of 64×64, shown as long and as large as all levels would be. */
const SHORT = { untilLevel: 1, fps: 5, scale: 4 };
/** Backends on which all levels take minutes. */
const SLOW: readonly BackendName[] = ['wasm', 'cpu'];

interface StartFlags extends RunFlags {
  readonly prompt?: readonly string[];
  readonly quick?: boolean;
  readonly out: string;
}

const HELP = `
The weights come with hpdm, and know English names of emoji (weights/README.md). It is hpdm sample with these weights, after hpdm setup.
Without TensorFlow, on one thread of wasm, only the first two levels are sampled: 16 frames of 64×64.

Examples:
  hpdm start                                         the default prompt, "${PROMPT}"
  hpdm start --prompt "police car" --prompt farmer   two videos, side by side
  hpdm start --seed 7 --out out/face.gif             another one, as a GIF
  hpdm start --quick                                 16 frames of 64×64, in seconds`;

/** `hpdm start`, what `npm start` runs. */
export const startCommand = (): Command =>
  withRunFlags(new Command('start'))
    .summary('set up, and make a video of a few words with the weights that come with hpdm')
    .description('Make an animated emoji of a few words: 64 frames of 256×256, with the weights that come with hpdm.')
    .option('--prompt <text>', `what to show; may be repeated (default: "${PROMPT}")`, listed)
    .option(
      '--quick',
      'the first two levels only, 16 frames of 64×64, shown four times as large: shows that everything works',
    )
    .option('-o, --out <file>', 'video to write; the contact sheet has the same name with .png', 'out/emoji.mp4')
    .addOption(previewOption())
    .addHelpText('after', HELP)
    .action(async (flags: StartFlags) => {
      await reporting(flags, (report) => start(flags, report));
      if (flags.quiet !== true && flags.json !== true) say(NEXT);
    });

async function start({ prompt = [PROMPT], quick, ...flags }: StartFlags, report: RunReport): Promise<void> {
  const linked = await setUpIfNeeded();
  const backend = await selectBackend(flags.backend);
  if (linked) warnOfStandIn(backend, say);
  const slow = SLOW.includes(backend.name);
  if (slow) say(`${backend.name} is slow: only 16 frames of 64×64 are made; hpdm doctor says what is missing`);
  const short = slow || quick === true;
  const what = { checkpoint: WEIGHTS, prompt, ...(short ? SHORT : WHOLE) };
  const goesOn = (out: string): string => `npm run -s hpdm -- sample --out '${out}' --resume`;
  await runSampling({ ...flags, ...what, fallbackKnown: true, goesOn }, report);
}

const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

const NEXT = `
Try next:
  npm start -- --prompt "police car" --seed 1              other words, another seed
  npm run -s hpdm -- train --data ./my-videos --hours 8    your own videos
  npm run -s hpdm -- draw sample-texts --out graph.svg     the graph that has just run`;
