import { HpdmError, jobsOf, type Graph, type GraphNode, type MemoryChoice } from '../../../dsl/index.js';
import { hashOf } from '../../../operators/disk/hash-of.js';
import { modelFile } from '../../../operators/training/model-file.js';
import { load } from '../../api/load.js';
import { documentFile } from '../../ready-documents.js';
import { seedValues } from '../declared-parameters.js';
import { nameOf } from './run-name.js';

/** A document whose copies are jobs, as the queue holds it. */
export interface DocumentOfJobs {
  /** A file as a worker sees it, or the name of a document that comes with hpdm. */
  readonly file: string;
  readonly set: Readonly<Record<string, string>>;
  readonly seed: number;
  /** The version of hpdm that it was submitted with. */
  readonly hpdm: string;
  /** What it does: a hash of its operators, of what they read of each other, of their settings but the places of files, and of weights. */
  readonly content: string;
}

/** What is asked of such a document. */
export type AskedDocument = Pick<DocumentOfJobs, 'file' | 'set' | 'seed'>;

/** What its jobs are, and what names them. */
export interface JobsOfDocument {
  readonly jobs: readonly Graph[];
  readonly content: string;
  /** The files that are written. */
  readonly outputs: readonly string[];
}

/**
 * Check a document whose copies are jobs.
 *
 * fails like `load`; E_JOBS when a node is in none of them
 */
export async function jobsOfDocument(
  { file, set, seed }: AskedDocument,
  memory?: MemoryChoice,
): Promise<JobsOfDocument> {
  const values = { ...seedValues(documentFile(file), seed), ...set };
  const graph = await load(file, values, [], memory);
  const jobs = jobsOf(graph);
  const outside = graph.nodes.find(({ job }) => job === undefined);
  if (outside !== undefined) {
    throw new HpdmError({
      ...{ code: 'E_JOBS', place: outside.place, path: outside.path },
      expected: 'a document all of whose nodes are in repeated nodes with spread: jobs',
      got: `${outside.name}, which is in none`,
      try: "spread: jobs beside for:, and all that a copy needs in that node's graph",
    });
  }
  const content = nameOf([seed, graph.nodes.map(described), await Promise.all(graph.nodes.map(weightsOf))]);
  const outputs = graph.nodes.flatMap(({ operator, settings }) =>
    Object.values(operator.files?.(settings).writes ?? {}),
  );
  return { jobs, content, outputs };
}

/** What a node does, without where its files are and what memory it may take: these are others on another machine. */
function described({ name, operator, settings, inputs, body }: GraphNode): unknown {
  const { reads = {}, writes = {} } = operator.files?.(settings) ?? {};
  const isLimit = (setting: string): boolean => operator.with[setting]?.limit !== undefined;
  const counted = Object.entries(settings).filter(([key]) => !(key in reads) && !(key in writes) && !isLimit(key));
  return [name, operator.id, counted, inputs, body?.nodes.map(described) ?? [], body?.out ?? {}];
}

/** The hash of the weights that a node reads, where they are there. */
async function weightsOf({ operator, settings }: GraphNode): Promise<string | undefined> {
  const { checkpoint } = operator.files?.(settings).reads ?? {};
  if (checkpoint === undefined) return undefined;
  try {
    return await hashOf(modelFile(checkpoint));
  } catch {
    return 'none'; // the run says what is missing
  }
}
