import { Command } from 'commander';
import { HpdmError, load } from '../../dsl/index.js';
import { operators } from '../../operators/index.js';
import { setOption } from './options.js';

const HELP = `
All mistakes are found together, sorted by where they are: file, line and column, what was expected, what was found, what to try.

Examples:
  hpdm check pipelines/sample.yaml
  hpdm check pipelines/sample.yaml --set cascade=mine.yaml   with another cascade, which is checked too
  hpdm check mine.yaml --json                                the faults for an editor or a program`;

/** `hpdm check`. */
export const checkCommand = (): Command =>
  new Command('check')
    .argument('<file>', 'pipeline document, YAML or JSON')
    .summary('find every mistake in a pipeline document')
    .description(
      'Check a pipeline document without running it. No backend is loaded; exit code 2 when anything is wrong.',
    )
    .option('--json', 'the faults as JSON')
    .addOption(setOption())
    .addHelpText('after', HELP)
    .action(
      async (file: string, flags: { readonly json?: boolean; readonly set: Readonly<Record<string, string>> }) => {
        try {
          const graph = await load(file, flags.set, operators);
          process.stdout.write(flags.json === true ? '[]\n' : `${file}: ${graph.nodes.length} nodes, nothing wrong\n`);
        } catch (error) {
          if (flags.json !== true || !(error instanceof HpdmError)) throw error;
          process.stdout.write(`${JSON.stringify(error.faults, null, 2)}\n`);
          process.exitCode = error.exitCode;
        }
      },
    );
