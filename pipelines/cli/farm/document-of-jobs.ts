import { createRequire } from 'node:module';
import { HpdmError, jobsOf, type Graph, type GraphNode, type MemoryChoice } from '../../../dsl/index.js';
import { load } from '../../api/load.js';
import { documentFile } from '../../ready-documents.js';
import { seedValues } from '../declared-parameters.js';
import { nameOf } from './run-name.js';

const { version } = createRequire(import.meta.url)('../../../package.json') as { readonly version: string };

/** A document whose copies are jobs, as the queue holds it. */
export interface DocumentOfJobs {
  /** A file as a worker sees it, or the name of a document that comes with hpdm. */
  readonly file: string;
  readonly set: Readonly<Record<string, string>>;
  readonly seed: number;
  /** What the document does: a hash of its operators, of what they read of each other, and of their settings but the places of files. */
  readonly content: string;
}

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
 * fails like `load`; E_JOBS when it has none, or a node that is in none of them
 */
export async function jobsOfDocument(
  { file, set, seed }: Omit<DocumentOfJobs, 'content'>,
  memory?: MemoryChoice,
): Promise<JobsOfDocument> {
  const values = { ...seedValues(documentFile(file), seed), ...set };
  const graph = await load(file, values, [], memory);
  const jobs = jobsOf(graph);
  const outside = graph.nodes.find(({ job }) => job === undefined);
  if (outside !== undefined || jobs.length === 0) {
    throw new HpdmError({
      ...{ code: 'E_JOBS', place: outside?.place ?? { file: graph.file }, path: outside?.path ?? 'nodes' },
      expected:
        'a document all of whose nodes are in repeated nodes with spread: jobs, which a farm can make one by one',
      got: outside === undefined ? 'no such node' : `${outside.name}, which is in none`,
      try: "spread: jobs beside for:, and all that a copy needs in that node's graph",
    });
  }
  const content = nameOf([version, seed, graph.nodes.map(described)]);
  const outputs = graph.nodes.flatMap(({ operator, settings }) =>
    Object.values(operator.files?.(settings).writes ?? {}),
  );
  return { jobs, content, outputs };
}

/** What a node does, without where its files are and what memory it may take: these are others on another machine. */
function described({ name, operator, settings, inputs, body }: GraphNode): unknown {
  const { reads = {}, writes = {} } = operator.files?.(settings) ?? {};
  const isOwn = (setting: string): boolean => operator.with[setting]?.limit !== undefined;
  const counted = Object.entries(settings).filter(([key]) => !(key in reads) && !(key in writes) && !isOwn(key));
  return [name, operator.id, counted, inputs, body?.nodes.map(described) ?? [], body?.out ?? {}];
}
