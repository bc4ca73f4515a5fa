import { Command } from 'commander';
import { readCheckpointCascade } from '../../operators/training/load-weights.js';
import { innerGraphs } from '../api/inner-graphs.js';
import { load } from '../api/load.js';
import { readCascade } from '../api/read-cascade.js';
import { builtIn } from '../built-in.js';
import { describeDefaults } from './describe-defaults.js';
import { measuringValues, withMeasuringFlags, type MeasuringFlags } from './measuring-flags.js';
import { execute } from './execute.js';
import { dryRunOption, given, withRunFlags, type RunFlags } from './run-flags.js';
import { namedByFlags } from './named-by-flags.js';
import { reporting, type RunReport } from './run-report.js';

interface EvaluateFlags extends RunFlags, MeasuringFlags {
  readonly checkpoint?: string;
  readonly out?: string;
}

const HELP = `
The cascade is that of the checkpoint: with texts, captions of the data set are sampled; with classes, all of them in turn. Samples
and clips are described by a small MobileNet, and what is measured of each is kept in out/cache/measured: a command that was stopped, even
killed, goes on where it was and gives the same figures; more samples are added to those that are there; and a data set is measured once.

Examples:
  hpdm evaluate --checkpoint out/mnist --count 256                          beside Moving MNIST
  hpdm evaluate --checkpoint out/my-videos --data ./my-videos               beside your own clips
  hpdm evaluate --checkpoint emoji --data data/emoji --take whole --until-level 1 --count 64
  hpdm evaluate --checkpoint out/mnist --out out/quality                    out/quality/evaluation.json and .html`;

/** `hpdm evaluate`. */
export const evaluateCommand = (): Command =>
  describeDefaults(
    withMeasuringFlags(withRunFlags(checkpointFlag(new Command('evaluate'))))
      .summary('measure how good samples of a checkpoint are')
      .description(
        'Sample from a checkpoint, and compare with real videos: the same as hpdm run pipelines/evaluate.yaml.',
      )
      .optionsGroup('Where it goes:')
      .option('-o, --out <folder>', 'folder of the report, evaluation.json and evaluation.html')
      .addOption(dryRunOption())
      .addHelpText('after', HELP)
      .action((flags: EvaluateFlags, command: Command) =>
        reporting(flags, (report) => namedByFlags(command, RENAMED, () => evaluate(flags, report))),
      ),
    builtIn('evaluate.yaml'),
  );

const checkpointFlag = (command: Command): Command =>
  command.option('--checkpoint <path>', 'checkpoint, the folder of a training run, or weights by name');

/** Parameters that have another name than their flag. */
const RENAMED = { untilLevel: 'until' };

async function evaluate(flags: EvaluateFlags, report: RunReport): Promise<void> {
  const { seed, backend, events, quiet, verbose, json, dryRun, memory } = flags;
  const { checkpoint = 'out/mnist', out, set } = flags;
  const { cascade } = flags;
  const own = cascade === undefined ? await readCheckpointCascade(checkpoint) : readCascade(cascade);
  const measured = measuringValues(own, flags);
  const values = { ...measured, checkpoint, title: `Evaluation of ${checkpoint}`, ...given({ out }), ...set };
  const graph = await load(builtIn('evaluate.yaml'), values, [], memory);
  // a mistake in the sampling is said before the real videos are measured
  if (dryRun !== true) await innerGraphs(graph);
  await execute(graph, { ...given({ seed, backend, events, quiet, verbose, json, dryRun }), report });
}
