import { dirname, resolve } from 'node:path';
import { ownEntry } from '../fault/own-entry.js';
import { documentCodec, type GraphDocument, type PipelineDocument, type StepDocument } from './pipeline-document.js';
import { HpdmError, type Fault, type Place } from '../fault/fault.js';
import { readSource } from './read-source.js';
import { isCascade } from './is-cascade.js';
import { fileMisfit } from './file-misfit.js';
import { suggestion } from '../fault/nearest.js';
import type { Source, Trail } from './source.js';
import { decode, formatTrail } from './decode.js';
import { describeUse } from './written.js';

/** A document and its source. */
export interface Opened {
  readonly source: Source;
  readonly document: PipelineDocument;
}

/** A graph that nodes can use: a document, or an entry of a document's `graphs`. */
export interface Named extends Opened {
  readonly graph: GraphDocument;
  /** The keys from the document to the graph; empty for the document itself. */
  readonly trail: Trail;
}

/** A module of operators that a document uses. */
export interface Use {
  readonly file: string;
  readonly place: Place;
  readonly path: string;
}

/** All documents that a document refers to, directly or indirectly, by their files; undefined for one with faults. */
export type Library = ReadonlyMap<string, Opened | undefined>;

/** Whether a text under `graph:` is a file, which its ending decides; otherwise it is an entry of `graphs`. */
const isFile = (text: string): boolean => /\.(ya?ml|json)$/i.test(text);

/** Read all documents that a document refers to, directly or indirectly. Collects faults, never throws one. */
export function readLibrary(root: Opened, faults: Fault[]): Library {
  const library = new Map<string, Opened | undefined>([[resolve(root.source.file), root]]);
  const waiting = [root];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const { text, trail } of graphTexts(next.document).filter(({ text }) => isFile(text))) {
      const file = fileOf(next.source, trail, text);
      if (library.has(file)) continue;
      const written = readWritten(file, next.source, trail, faults);
      library.set(file, written);
      if (written !== undefined) waiting.push(written);
    }
  }
  return library;
}

/**
 * The document in a source.
 *
 * fails like `decode`, and with E_DOCUMENT if the source is a cascade or empty
 */
export function documentOf(source: Source): PipelineDocument {
  const { value, file } = source;
  const cascade = isCascade(source);
  if (!cascade && value !== null) return decode(documentCodec, source);
  const hint = cascade ? `use it in a pipeline document: --set cascade=${file}` : 'see docs/language.md';
  throw new HpdmError({
    code: 'E_DOCUMENT',
    place: source.place([]),
    expected: 'a pipeline document (hpdm: 1)',
    got: cascade ? 'a cascade (cascade: 1)' : 'an empty file',
    try: hint,
  });
}

/** The graph that a node refers to; undefined if the graph or the reference has a fault. */
export function findGraph(
  library: Library,
  from: Opened,
  trail: Trail,
  text: string,
  faults: Fault[],
): Named | undefined {
  if (isFile(text)) {
    const written = library.get(fileOf(from.source, trail, text));
    return written === undefined ? undefined : { ...written, graph: written.document, trail: [] };
  }
  const entries = from.document.graphs ?? {};
  const graph = ownEntry(entries, text);
  if (graph !== undefined) return { ...from, graph, trail: ['graphs', text] };
  faults.push({
    code: 'E_GRAPH_UNKNOWN',
    place: from.source.place(trail),
    path: formatTrail(trail),
    expected: 'an entry of "graphs", or a file ending in .yaml or .json',
    got: `"${text}"`,
    try: Object.keys(entries).length === 0 ? `${text}.yaml` : suggestion(text, Object.keys(entries)),
  });
  return undefined;
}

/** The modules of operators in use by the documents of a library, each once. */
export function usesOf(library: Library): Use[] {
  const uses = [...library.values()].flatMap((written): Use[] => {
    const use = written?.document.use;
    if (written === undefined || use === undefined) return [];
    const { source } = written;
    return [use].flat().map((text, index) => {
      const trail = typeof use === 'string' ? ['use'] : ['use', index];
      return { file: fileOf(source, trail, text), place: source.place(trail), path: formatTrail(trail) };
    });
  });
  return [...new Map(uses.map((use) => [use.file, use])).values()];
}

/** The path of a file; relative names start at the folder of the file that contains them. */
const fileOf = (source: Source, trail: Trail, text: string): string => resolve(dirname(source.place(trail).file), text);

function readWritten(file: string, from: Source, trail: Trail, faults: Fault[]): Opened | undefined {
  const missing = fileMisfit(file);
  if (missing !== undefined) {
    const at = { place: from.place(trail), path: formatTrail(trail) };
    faults.push({ code: 'E_FILE', ...at, expected: 'a pipeline document', ...missing });
    return undefined;
  }
  try {
    const source = readSource(file);
    return { source, document: documentOf(source) };
  } catch (error) {
    if (!(error instanceof HpdmError)) throw error;
    const usedBy = describeUse({ source: from }, trail.slice(0, -1));
    faults.push(...error.faults.map((fault) => ({ ...fault, usedBy })));
    return undefined;
  }
}

/** Every `graph:` of a document with its trail: in its nodes, their chains, and its entries of `graphs`. */
function graphTexts(document: PipelineDocument): { readonly text: string; readonly trail: Trail }[] {
  const graphs: [Trail, GraphDocument][] = [
    [[], document],
    ...Object.entries(document.graphs ?? {}).map(([name, graph]): [Trail, GraphDocument] => [['graphs', name], graph]),
  ];
  const steps = graphs.flatMap(([trail, graph]) =>
    Object.entries(graph.nodes).flatMap(([name, node]): [Trail, StepDocument][] => [
      [[...trail, 'nodes', name], node],
      ...(node.chain ?? []).map((step, i): [Trail, StepDocument] => [[...trail, 'nodes', name, 'chain', i], step]),
    ]),
  );
  return steps.flatMap(([trail, { graph }]) =>
    graph === undefined ? [] : [{ text: graph, trail: [...trail, 'graph'] }],
  );
}
