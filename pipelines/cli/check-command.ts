import { counted } from '../../dsl/index.js';
import { Command } from 'commander';
import { readCascade } from '../api/read-cascade.js';
import { checkDocument } from './check-document.js';
import { faultsAsJson } from './faults-as-json.js';
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
      .option('--json', 'the faults, and what a run needs more, as JSON')
      .addOption(setOption())
      .addHelpText('after', HELP),
    true,
    (reading, { json }: CheckFlags) =>
      faultsAsJson(json, async () => {
        const { said, needs } = isCascadeFile(reading.file) ? checkedCascade(reading) : await checkedDocument(reading);
        const data = { faults: [], needs };
        process.stdout.write(json === true ? `${JSON.stringify(data, null, 2)}\n` : `${reading.file}: ${said}\n`);
      }),
  );

/** What a document or a cascade without a fault is, in words, and what a run needs more. */
interface Right {
  readonly said: string;
  readonly needs: readonly string[];
}

async function checkedDocument({ file, set }: Reading): Promise<Right> {
  const { graph, needs } = await checkDocument(file, set);
  if (graph === undefined) return { said: `nothing wrong; a run needs ${needs.join(' ')}`, needs };
  const more = needs.length === 0 ? '' : `; a run needs more: ${needs.join(', ')}`;
  return { said: `${counted(graph.nodes.length, 'node')}, nothing wrong${more}`, needs };
}

function checkedCascade({ file, set }: Reading): Right {
  refuseSet(file, set, 'hpdm check sample cascade=FILE …');
  const { levels, network } = readCascade(file);
  return { said: `${counted(levels.length, 'level')}, ${counted(network.blocks, 'block')}, nothing wrong`, needs: [] };
}
