import { Command } from 'commander';
import { load } from '../../dsl/index.js';
import { operators } from '../../operators/index.js';
import { seedValues } from './declared-parameters.js';
import { formatDryRun } from './dry-run.js';
import { execute } from './execute.js';
import { previewOption, withRunFlags, type RunFlags } from './run-flags.js';

const HELP = `
The document is checked whole before anything runs, and refused when it needs more memory than its limits.memory.
Ctrl-C ends a run well: outputs are closed or removed, never left half-made under their names.

Examples:
  hpdm run pipelines/sample.yaml --set count=4 --seed 7     values for the document's parameters
  hpdm run pipelines/train.yaml --dry-run                   every setting as resolved, and the plan; runs nothing
  hpdm run copy.yaml --events - --quiet | jq .type          every event as a JSON line

Exit codes: 0 done, 2 something is wrong with what was asked, 3 the run failed, 130 cancelled.`;

/** `hpdm run`. */
export const runCommand = (): Command =>
  withRunFlags(new Command('run').argument('<file>', 'pipeline document, YAML or JSON'))
    .summary('run a pipeline document')
    .description('Check a pipeline document and run it.')
    .option('--dry-run', 'check everything, show every resolved setting and the plan, run nothing')
    .addOption(previewOption())
    .addHelpText('after', HELP)
    .action(async (file: string, flags: RunFlags & { readonly dryRun?: boolean }) => {
      const { set, seed, dryRun } = flags;
      const graph = await load(file, { ...seedValues(file, seed), ...set }, operators);
      if (dryRun === true) process.stdout.write(formatDryRun(graph, seed ?? 0));
      else await execute(graph, flags);
    });
