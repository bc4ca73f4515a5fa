import { Command } from 'commander';
import { HpdmError } from '../../dsl/index.js';
import { readCascade } from '../api/read-cascade.js';
import { AlreadySaid } from './already-said.js';
import { checkDocument } from './check-document.js';
import { isCascadeFile, refuseSet } from './cascade-file.js';
import { readsDocument, type Reading } from './reads-document.js';
import { setOption } from './run-flags.js';

const HELP = `
All mistakes are shown at once, in the order of the file: file, line and column, what was expected, what was found, what to try.
Mistakes of form (E_SYNTAX, E_SHAPE, E_UNKNOWN_KEY) come first: as long as there is one, nothing else is checked.
Shown, too, are files that a run would refuse, such as a checkpoint of another cascade. Parameters without a default need not be given, and videos
and checkpoints need not be there yet: the rest is checked, and what a run needs is named.

Examples:
  hpdm check sample                                    the document that comes with hpdm
  hpdm check pipelines/transcode.yaml                  says that a run needs a value for "in"
  hpdm check pipelines/train.yaml cascade=mnist        with another cascade, which is checked too
  hpdm check pipelines/cascades/mnist.yaml             a cascade alone
  hpdm check pipelines/train.yaml --json               the faults for an editor or a program

Exit codes: 0 nothing is wrong, 2 something is.`;

interface CheckFlags {
  readonly json?: boolean;
  readonly set: Reading['set'];
}

/** `hpdm check`. */
export const checkCommand = (): Command =>
  readsDocument(
    new Command('check')
      .summary('find every mistake in a pipeline document or a cascade')
      .description('Check a document without running anything. No backend is loaded.')
      .option('--json', 'the faults as a JSON list')
      .addOption(setOption())
      .addHelpText('after', HELP),
    true,
    async (reading, { json }: CheckFlags) => {
      try {
        const said = isCascadeFile(reading.file) ? checkedCascade(reading) : await checkedDocument(reading);
        process.stdout.write(json === true ? '[]\n' : `${reading.file}: ${said}\n`);
      } catch (error) {
        if (json !== true || !(error instanceof HpdmError)) throw error;
        process.stdout.write(`${JSON.stringify(error.faults, null, 2)}\n`);
        throw new AlreadySaid(error.exitCode);
      }
    },
  );

async function checkedDocument({ file, set }: Reading): Promise<string> {
  const { graph, needs } = await checkDocument(file, set);
  if (graph === undefined) return `nothing wrong; a run needs ${needs.join(' ')}`;
  const { length } = graph.nodes;
  const more = needs.length === 0 ? '' : `; a run needs more: ${needs.join(', ')}`;
  return `${length} ${length === 1 ? 'node' : 'nodes'}, nothing wrong${more}`;
}

function checkedCascade({ file, set }: Reading): string {
  refuseSet(file, set, 'hpdm check sample cascade=FILE …');
  const { levels, network } = readCascade(file);
  return `${levels.length} levels, ${network.blocks} blocks, nothing wrong`;
}
