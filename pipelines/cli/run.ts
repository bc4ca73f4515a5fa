import { Command } from 'commander';
import { load } from '../../dsl/index.js';
import { operators } from '../../operators/index.js';
import { execute } from './execute.js';
import { withRunFlags, type RunFlags } from './options.js';

/** `hpdm run`. */
export const runCommand = (): Command =>
  withRunFlags(new Command('run').argument('<file>', 'pipeline document, YAML or JSON'))
    .summary('run a pipeline document')
    .description('Check a pipeline document and run it.')
    .option('--dry-run', 'check everything and list the nodes, run nothing')
    .addHelpText('after', '\nExample:\n  hpdm run pipelines/sample.yaml --set count=4 --seed 7')
    .action(async (file: string, flags: RunFlags & { readonly dryRun?: boolean }) => {
      const graph = await load(file, flags.set, operators);
      if (flags.dryRun !== true) {
        await execute(graph, flags);
        return;
      }
      for (const { name, operator } of graph.nodes) process.stdout.write(`${name.padEnd(24)} ${operator.id}\n`);
    });
