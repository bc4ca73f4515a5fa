import { availableParallelism } from 'node:os';
import { parse } from 'node:path';
import { ownEntry } from '../fault/own-entry.js';
import { parseBytes } from '../document/parse-bytes.js';
import { checkBody } from './check-body.js';
import { checkFiles } from './check-files.js';
import { checkJobs } from './check-jobs.js';
import { checkInputs, type Readable } from './check-inputs.js';
import { checkRates } from './check-rates.js';
import { checkReach } from './check-reach.js';
import { checkRefusals } from './check-refusals.js';
import { checkShare } from './check-share.js';
import { checkSettings, type Limits } from './check-settings.js';
import type { PipelineDocument } from '../document/pipeline-document.js';
import { finished, type Draft } from './draft.js';
import { distinct, HpdmError, type Fault } from '../fault/fault.js';
import { expand, type RawGraph, type RawNode } from '../expand/expand.js';
import {
  readSource,
  unsavedSource,
  writtenSource,
  type Presets,
  type UnsavedDocument,
} from '../document/read-source.js';
import type { Endpoint, Graph } from '../graph/graph.js';
import { documentOf } from '../document/library.js';
import { nearest, suggestion } from '../fault/nearest.js';
import { inferCascades } from './infer-cascades.js';
import { makersOf, type Registry } from '../contract/registry.js';
import type { Share } from '../contract/share.js';
import type { Source } from '../document/source.js';
import { sortByEdges } from './sort-by-edges.js';
import type { Bindings } from '../expand/substitute.js';
import { unify } from './unify.js';

const DEFAULT_IN_FLIGHT = 2;

/** The memory of a run, in bytes. */
export interface MemoryChoice {
  /** In the place of the document's `limits.memory`; a run that needs more is refused. */
  readonly most?: number;
  /** What operators may take where there is no limit; a run that needs more is not refused. */
  readonly usual?: number;
}

/**
 * Read a document and check it completely; all faults are collected before they are thrown. Copies whose results are not used are removed.
 *
 * @param document a YAML or JSON file, or the text that an editor has of one; or a document as an object, in which file names are
 *   relative to the working folder
 * @param given values of its parameters, as from `--set`
 * @param known the operators that it can use, besides those of its modules (`use`)
 * @param presets files of cascades that it can use by name
 * @param memory what the run may take, where it is not what the document says
 * @param share the part of every item that a run makes, where several share them; all of it if left out
 * fails HpdmError with one fault per mistake, each with file, line and column
 */
export async function load(
  document: string | PipelineDocument | UnsavedDocument,
  given: Bindings,
  known: Registry,
  presets: Presets = {},
  memory: MemoryChoice = {},
  share?: Share,
): Promise<Graph> {
  const source = sourceOf(document);
  const faults: Fault[] = [];
  const raw = await expand({ source, document: documentOf(source) }, given, { registry: known, presets }, faults);
  const { about = '', limits } = raw.document;
  const inFlight = limits?.inFlight ?? DEFAULT_IN_FLIGHT;
  const memoryBytes = memory.most ?? (limits?.memory === undefined ? undefined : parseBytes(limits.memory));
  const kept = memoryBytes ?? memory.usual;
  const within = kept === undefined ? {} : { memory: kept };
  const written = raw.nodes.flatMap((node) => draftOf(node, raw, within, faults));
  const drafts = checkShare(written, share, { file: source.file }, faults);
  const readableFrom = readableIn(drafts, raw.registry);
  for (const draft of drafts) checkInputs(draft, readableFrom(draft), faults);
  const sorted = inferCascades(sortByEdges(drafts, faults), faults);
  const sizesOf = unify(sorted, raw.registry, faults);
  // an operator cannot say which files it uses by settings that it refuses
  const accepted = sorted.filter((draft) => checkRefusals(draft, sizesOf, faults));
  checkFiles(accepted, faults);
  checkJobs(sorted, raw, faults);
  checkRates(sorted, inFlight, raw.registry, faults);
  const reached = checkReach(sorted, raw, faults);
  if (faults.length > 0) throw new HpdmError(distinct(faults));
  const graph = {
    file: source.file,
    about: about === '' ? parse(source.file).name : about,
    nodes: reached.map((draft) => finished(draft, sizesOf)),
    inFlight,
    copies: limits?.copies ?? availableParallelism(),
    ...{ parameters: raw.parameters, registry: raw.registry, presets, out: raw.out },
    ...(share !== undefined && share.of > 1 && { share }),
  };
  return memoryBytes === undefined ? graph : { ...graph, memoryBytes };
}

function sourceOf(document: string | PipelineDocument | UnsavedDocument): Source {
  if (typeof document === 'string') return readSource(document);
  return 'text' in document ? unsavedSource(document) : writtenSource(document);
}

/** Look up the operator and decode its settings; undefined if the operator is unknown. */
function draftOf(raw: RawNode, { registry, presets, complete }: RawGraph, limits: Limits, faults: Fault[]): Draft[] {
  const { name, op, inputs, job, copyOf, at } = raw;
  const operator = ownEntry(registry, op);
  if (operator === undefined) {
    if (!complete && nearest(op, Object.keys(registry)) === undefined) return [];
    faults.push({
      ...at(['op']),
      code: 'E_OPERATOR_UNKNOWN',
      expected: 'the id of an operator',
      got: `"${op}"`,
      try: suggestion(op, Object.keys(registry)),
    });
    return [];
  }
  const [settings, sound] = checkSettings(operator, raw.with, { at, presets, limits }, faults);
  const body = checkBody(raw, operator, { registry, presets, limits }, faults);
  const parts = {
    ...(body !== undefined && { body }),
    ...(job !== undefined && { job }),
    ...(copyOf !== undefined && { copyOf }),
  };
  return [{ name, scope: name, operator, settings, sound, inputs, at, ...parts }];
}

/** The outputs that each node can read: those of any node, and the names of the nodes in the same graph. */
function readableIn(nodes: readonly Draft[], registry: Registry): (reader: Draft) => Readable {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const prefixOf = ({ name }: Draft): string => name.slice(0, name.lastIndexOf('.') + 1);
  const known = new Map<string, readonly (readonly [Draft, string])[]>();
  // collected once: a large document may have as many faults as nodes
  const makersIn = (prefix: string, kind: string): readonly (readonly [Draft, string])[] => {
    const key = `${prefix} ${kind}`;
    const makers =
      known.get(key) ??
      makersOfKind(
        nodes.filter((node) => prefixOf(node) === prefix),
        prefix,
        kind,
      );
    known.set(key, makers);
    return makers;
  };
  return (reader) => ({
    origin: ({ node: name }: Endpoint) => {
      const origin = byName.get(name);
      // a node whose operator is unknown has a fault already
      if (origin === undefined) return 'unknown';
      const { operator, copyOf } = origin;
      return { ports: operator.out, name: operator.id, ...(copyOf !== undefined && { copyOf }) };
    },
    makerOf: (kind) => makersOf(kind, registry),
    *ofKind(kind) {
      for (const [node, reference] of makersIn(prefixOf(reader), kind)) if (node !== reader) yield reference;
    },
  });
}

/** The outputs of a kind, with their nodes and the references to them. */
const makersOfKind = (nodes: readonly Draft[], prefix: string, kind: string): readonly (readonly [Draft, string])[] =>
  nodes.flatMap((node) =>
    Object.entries(node.operator.out)
      .filter(([, port]) => port.kind.name === kind)
      .map(([port]) => [node, `${node.name.slice(prefix.length)}.${port}`] as const),
  );
