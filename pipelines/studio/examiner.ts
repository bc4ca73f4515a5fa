import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import {
  HpdmError,
  unsavedSource,
  type Cascade,
  type Fault,
  type Graph,
  type UnsavedDocument,
} from '../../dsl/index.js';
import { checkDocument } from '../cli/check-document.js';
import type { Documents } from './documents.js';
import { Drawer } from './drawer.js';
import { presets } from '../presets.js';
import type { CascadeFacts, Declared, Question, Verdict } from './protocol.js';

/** Checks documents and draws them, as `hpdm check` and `hpdm draw` do. */
export class Examiner {
  readonly #documents: Documents;
  readonly #drawer = new Drawer();

  constructor(documents: Documents) {
    this.#documents = documents;
  }

  /** What is wrong with a document as it stands in an editor; if nothing is, its drawing. */
  async examine({ file, text, values, open }: Question): Promise<Verdict> {
    const document = { file: this.#documents.locate(file), text };
    const declared = declaredIn(document);
    const params = declared === undefined ? {} : { params: declared };
    try {
      const { graph, needs } = await checkDocument(document, valuesOf(values, declared));
      if (graph === undefined) return { faults: [], needs, about: '', ...params };
      const { about, nodes } = graph;
      const cascades = cascadesIn(document, values, graph.parameters, declared);
      const drawing = this.#drawer.draw(graph, new Set(open), document, (path) => this.#documents.nameOf(path));
      return { faults: [], needs, about, nodes: nodes.length, ...params, cascades, drawing };
    } catch (error) {
      if (!(error instanceof HpdmError)) throw error;
      return { faults: error.faults.map((fault) => this.#named(fault)), needs: [], about: '', ...params };
    }
  }

  /** A fault with the name of its file as the page has it. */
  #named(fault: Fault): Fault {
    const { place } = fault;
    return place === undefined ? fault : { ...fault, place: { ...place, file: this.#documents.nameOf(place.file) } };
  }
}

/** The values of parameters that a document declares: one that was just renamed in the editor may have had a value. */
export const valuesOf = (
  values: Readonly<Record<string, unknown>>,
  declared: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([name]) => Object.hasOwn(declared, name)));

/** The parameters that a document declares, its own before those of what it extends; undefined if it cannot be read. */
export function declaredIn(document: UnsavedDocument): Readonly<Record<string, Declared>> | undefined {
  try {
    const { value } = unsavedSource(document);
    const { params } = (value ?? {}) as { readonly params?: unknown };
    if (typeof params !== 'object' || params === null) return {};
    const entries = Object.entries(params as Readonly<Record<string, Declared | null>>);
    const own = Object.keys((parse(document.text) as { readonly params?: object | null } | null)?.params ?? {});
    const isOwn = ([name]: readonly [string, unknown]): number => (own.includes(name) ? 0 : 1);
    entries.sort((a, b) => isOwn(a) - isOwn(b));
    return Object.fromEntries(entries.flatMap(([name, one]) => (typeof one?.type === 'string' ? [[name, one]] : [])));
  } catch (error) {
    if (error instanceof HpdmError) return undefined;
    throw error;
  }
}

/** What the parameters that stand for cascades stand for; a value may change a file: `{ extends: FILE, levels: … }`. One that another parameter decides is left out. */
function cascadesIn(
  document: UnsavedDocument,
  values: Readonly<Record<string, unknown>>,
  bound: Graph['parameters'],
  declared: Readonly<Record<string, Declared>> = {},
): Record<string, CascadeFacts> {
  const source = unsavedSource(document);
  return Object.fromEntries(
    Object.entries(declared).flatMap(([name, { type, default: usual }]) => {
      if (type !== 'cascade') return [];
      const given = Object.hasOwn(values, name);
      const base = baseOf(given ? values[name] : usual);
      if (base === undefined || (!given && base.includes('${'))) return [];
      const folder = given ? '.' : dirname(source.place(['params', name, 'default']).file);
      const file = Object.hasOwn(presets, base) ? (presets[base] ?? base) : resolve(folder, base);
      const { levels } = bound[name] as Cascade;
      return [[name, { file, levels: levels.map(({ size, steps, overlap }) => ({ size, steps, overlap })) }]];
    }),
  );
}

/** The file or the name of a cascade. */
function baseOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || !('extends' in value)) return undefined;
  return typeof value.extends === 'string' ? value.extends : undefined;
}
