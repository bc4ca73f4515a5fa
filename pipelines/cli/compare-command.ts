import { Command } from 'commander';
import { innerGraphs } from '../api/inner-graphs.js';
import { load } from '../api/load.js';
import { readCascade } from '../api/read-cascade.js';
import { builtIn } from '../built-in.js';
import { comparedCascade, refuseMisfits } from './compared-cascade.js';
import { describeDefaults } from './describe-defaults.js';
import { execute } from './execute.js';
import { measuringValues, withMeasuringFlags, type MeasuringFlags } from './measuring-flags.js';
import { dryRunOption, given, withRunFlags, type RunFlags } from './run-flags.js';
import { namedByFlags } from './named-by-flags.js';
import { reporting, type RunReport } from './run-report.js';

interface CompareFlags extends RunFlags, MeasuringFlags {
  readonly out?: string;
}

const HELP = `
Samples of the same number have the same noise and text, and are shown side by side. Every checkpoint is sampled by the cascade that it
was trained for, and a document by its own cascade and checkpoint; it is one that keeps a record, as pipelines/measure/samples.yaml does. The
first one says what is sampled, and how large the real videos are. What hpdm evaluate has measured is not measured anew.

Examples:
  hpdm compare out/mnist out/lamb --count 64
  hpdm compare out/mnist/step-0006000 out/mnist --out out/progress
  hpdm compare few-steps.yaml many-steps.yaml --count 64               each extends pipelines/measure/samples.yaml
  hpdm compare emoji out/emoji --data data/emoji --take whole --until-level 1 --count 64`;

/** `hpdm compare`. */
export const compareCommand = (): Command =>
  describeDefaults(
    withMeasuringFlags(withRunFlags(new Command('compare')))
      .summary('compare checkpoints or documents by their samples')
      .description(
        'Sample from several checkpoints, or by several documents, with the same seed, and measure: the same as hpdm run pipelines/compare.yaml.',
      )
      .argument(
        '<checkpoint...>',
        'checkpoints, folders of training runs, weights by name, or documents (.yaml, .json)',
      )
      .optionsGroup('Where it goes:')
      .option('-o, --out <folder>', 'folder of the report, comparison.json and comparison.html')
      .addOption(dryRunOption())
      .addHelpText('after', HELP)
      .action((checkpoints: string[], flags: CompareFlags, command: Command) =>
        reporting(flags, (report) => namedByFlags(command, RENAMED, () => compare(checkpoints, flags, report))),
      ),
    builtIn('compare.yaml'),
  );

/** Parameters that have another name than their flag. */
const RENAMED = { untilLevel: 'until' };

async function compare(checkpoints: readonly string[], flags: CompareFlags, report: RunReport): Promise<void> {
  const { seed, backend, events, quiet, verbose, json, dryRun, memory, out, set } = flags;
  const { cascade } = flags;
  const first = cascade === undefined ? await comparedCascade(checkpoints[0] ?? '') : readCascade(cascade);
  const measured = measuringValues(first, flags);
  await refuseMisfits(checkpoints, measured.values);
  const title = `Comparison of ${checkpoints.join(', ')}`;
  const values = { ...measured, checkpoints, title, ...given({ out }), ...set };
  const graph = await load(builtIn('compare.yaml'), values, [], memory);
  // a mistake in the sampling is said before the real videos are measured
  if (dryRun !== true) await innerGraphs(graph);
  await execute(graph, { ...given({ seed, backend, events, quiet, verbose, json, dryRun }), report });
}
