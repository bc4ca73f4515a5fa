import { Command } from 'commander';
import { HpdmError, refuseFiles, type Fault, type Graph } from '../../dsl/index.js';
import { load } from '../api/load.js';
import { readCascade } from '../api/read-cascade.js';
import { refuseOverLimit } from '../plan/refuse-over-limit.js';
import { AlreadySaid } from './already-said.js';
import { isCascadeFile, refuseSet } from './cascade-file.js';
import { readsDocument, type Reading } from './reads-document.js';
import { setOption } from './run-flags.js';

const HELP = `
All mistakes are shown at once, in the order of the file: file, line and column, what was expected, what was found, what to try.
So are files that a run would refuse, such as a checkpoint of another cascade. Parameters without a default need not be given, and videos
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
  try {
    const graph = await load(file, set);
    refuseOverLimit(graph);
    const absent = await absentFiles(graph);
    const needs = absent.length === 0 ? '' : `; a run needs more: ${absent.join(', ')}`;
    const { length } = graph.nodes;
    return `${length} ${length === 1 ? 'node' : 'nodes'}, nothing wrong${needs}`;
  } catch (error) {
    if (!(error instanceof HpdmError)) throw error;
    const faults = error.faults.filter((fault) => !isNeeded(fault));
    if (faults.length > 0) throw new HpdmError(faults);
    const values = error.faults.map(({ path = '', expected = '' }) => `${path.slice(PARAMS.length)}=<${expected}>`);
    return `nothing wrong; a run needs ${values.join(' ')}`;
  }
}

/** Of what a run needs, what may come later. */
const LATER: readonly string[] = ['E_FILE_MISSING', 'E_DEVICE', 'E_CHECKPOINT_MISSING'];

/** What each that is absent is told by; other faults of files are thrown. */
async function absentFiles(graph: Graph): Promise<readonly string[]> {
  try {
    await refuseFiles(graph);
    return [];
  } catch (error) {
    if (!(error instanceof HpdmError)) throw error;
    const faults = error.faults.filter(({ code }) => !LATER.includes(code));
    if (faults.length > 0) throw new HpdmError(faults);
    return [...new Set(error.faults.map(({ got = '' }) => got))];
  }
}

const PARAMS = 'params.';

/** Whether a fault says that a parameter of the document itself, which whoever runs it gives, has no value yet. */
const isNeeded = ({ code, path }: Fault): boolean => code === 'E_PARAM_MISSING' && path?.startsWith(PARAMS) === true;

function checkedCascade({ file, set }: Reading): string {
  refuseSet(file, set, 'hpdm check sample cascade=FILE …');
  const { levels, network } = readCascade(file);
  return `${levels.length} levels, ${network.blocks} blocks, nothing wrong`;
}
