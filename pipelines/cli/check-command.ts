import { Command } from 'commander';
import { HpdmError, load, readCascade } from '../../dsl/index.js';
import { operators } from '../../operators/index.js';
import { refuseOverLimit } from '../plan/refuse-over-limit.js';
import { AlreadySaid } from './already-said.js';
import { isCascadeFile, refuseSet } from './cascade-file.js';
import { setOption } from './run-flags.js';

const HELP = `
All mistakes are shown at once, in the order of the file: file, line and column, what was expected, what was found, what to try.

Examples:
  hpdm check pipelines/sample.yaml
  hpdm check pipelines/sample.yaml --set cascade=mine.yaml   with another cascade, which is checked too
  hpdm check pipelines/cascades/mnist.yaml                   a cascade alone
  hpdm check mine.yaml --json                                the faults for an editor or a program`;

/** `hpdm check`. */
export const checkCommand = (): Command =>
  new Command('check')
    .argument('<file>', 'pipeline document or cascade, YAML or JSON')
    .summary('find every mistake in a pipeline document or a cascade')
    .description('Check a document without running anything. No backend is loaded; exit code 2 when anything is wrong.')
    .option('--json', 'the faults as JSON')
    .addOption(setOption())
    .addHelpText('after', HELP)
    .action(
      async (file: string, flags: { readonly json?: boolean; readonly set: Readonly<Record<string, string>> }) => {
        try {
          const size = isCascadeFile(file) ? sizeOfCascade(file, flags.set) : await sizeOfGraph(file, flags.set);
          process.stdout.write(flags.json === true ? '[]\n' : `${file}: ${size}, nothing wrong\n`);
        } catch (error) {
          if (flags.json !== true || !(error instanceof HpdmError)) throw error;
          process.stdout.write(`${JSON.stringify(error.faults, null, 2)}\n`);
          throw new AlreadySaid(error.exitCode);
        }
      },
    );

async function sizeOfGraph(file: string, set: Readonly<Record<string, string>>): Promise<string> {
  const graph = await load(file, set, operators);
  refuseOverLimit(graph);
  return `${graph.nodes.length} nodes`;
}

function sizeOfCascade(file: string, set: Readonly<Record<string, string>>): string {
  refuseSet(file, set, 'hpdm check pipelines/sample.yaml --set cascade=FILE …');
  const { levels, network } = readCascade(file);
  return `${levels.length} levels, ${network.blocks} blocks`;
}
