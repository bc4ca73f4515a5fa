import { Command } from 'commander';
import { load } from '../../dsl/index.js';
import { operators } from '../../operators/index.js';
import { seedValues } from './declared-parameters.js';
import { formatDryRun } from './dry-run.js';
import { execute } from './execute.js';
import { planOf } from '../plan/plan.js';
import { reporting } from './run-report.js';
import { resumeRun } from './resume-run.js';
import { previewOption, wholeNumber, withRunFlags, type RunFlags } from './run-flags.js';

const HELP = `
The whole document is checked before anything runs. It is refused if it needs more memory than its limits.memory.
On Ctrl-C, outputs are completed or removed; no partial file is left under its final name.

Examples:
  hpdm run pipelines/sample.yaml --set count=4 --seed 7     values for the document's parameters
  hpdm run pipelines/train.yaml --dry-run                   show every resolved setting and the plan; run nothing
  hpdm run mine.yaml --resume                               a training of your own goes on where it stopped
  hpdm run copy.yaml --events - --quiet | jq .type          every event as a JSON line

Exit codes: 0 done, 2 wrong input, 3 the run failed, 130 cancelled.`;

/** `hpdm run`. */
export const runCommand = (): Command =>
  withRunFlags(new Command('run').argument('<file>', 'pipeline document, YAML or JSON'))
    .summary('run a pipeline document')
    .description('Check a pipeline document and run it.')
    .option('--dry-run', 'check everything, show every resolved setting and the plan, run nothing')
    .option(
      '--first <n>',
      'item to begin at, where an earlier run stopped; every item is what it would have been',
      wholeNumber,
    )
    .option('--resume', 'go on where an earlier training stopped, as its newest checkpoint tells')
    .addOption(previewOption())
    .addHelpText('after', HELP)
    .action(async (file: string, { dryRun, resume, first, ...flags }: OwnFlags) => {
      const { set, seed } = flags;
      await reporting(flags, async (report) => {
        const graph = await load(file, { ...seedValues(file, seed), ...set }, operators);
        if (dryRun === true && flags.json === true) report.plan = planOf(graph);
        else if (dryRun === true) process.stdout.write(formatDryRun(graph, seed ?? 0));
        else if (resume === true) await resumeRun(graph, { ...flags, report });
        else await execute(graph, { ...flags, report, ...(first === undefined ? {} : { first }) });
      });
    });

interface OwnFlags extends RunFlags {
  readonly dryRun?: boolean;
  readonly first?: number;
  readonly resume?: boolean;
}
