import { HpdmError, refuseFiles, type Fault, type Graph, type UnsavedDocument } from '../../dsl/index.js';
import { load } from '../api/load.js';
import { refuseOverLimit } from '../plan/refuse-over-limit.js';

/** A document in which nothing is wrong. */
export interface Checked {
  /** Undefined where a parameter has no value yet, and the graph is therefore not known. */
  readonly graph: Graph | undefined;
  /** What a run needs more: values of parameters (`in=<path>`), or the files that are not there yet. */
  readonly needs: readonly string[];
}

/**
 * Check a document and the files that it names, and run nothing. What a run needs may still be missing: values of parameters, videos,
 * checkpoints.
 *
 * @param set values of its parameters, as from `--set`
 * fails HpdmError with one fault per mistake
 */
export async function checkDocument(
  document: string | UnsavedDocument,
  set: Readonly<Record<string, unknown>>,
): Promise<Checked> {
  try {
    const graph = await load(document, set);
    refuseOverLimit(graph);
    return { graph, needs: await absentFiles(graph) };
  } catch (error) {
    if (!(error instanceof HpdmError)) throw error;
    const faults = error.faults.filter((fault) => !isNeeded(fault));
    if (faults.length > 0) throw new HpdmError(faults);
    const values = error.faults.map(({ path = '', expected = '' }) => `${path.slice(PARAMS.length)}=<${expected}>`);
    return { graph: undefined, needs: values };
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
