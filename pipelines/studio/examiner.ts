import { HpdmError, unsavedSource, type Fault, type UnsavedDocument } from '../../dsl/index.js';
import { checkDocument } from '../cli/check-document.js';
import type { Documents } from './documents.js';
import { Drawer } from './drawer.js';
import type { Declared, Question, Verdict } from './protocol.js';

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
      const drawing = this.#drawer.draw(graph, new Set(open), document, (path) => this.#documents.nameOf(path));
      return { faults: [], needs, about, nodes: nodes.length, ...params, drawing };
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

/** The parameters that a document declares, its own and those of what it extends; undefined if it cannot be read. */
export function declaredIn(document: UnsavedDocument): Readonly<Record<string, Declared>> | undefined {
  try {
    const { value } = unsavedSource(document);
    const { params } = (value ?? {}) as { readonly params?: unknown };
    if (typeof params !== 'object' || params === null) return {};
    const entries = Object.entries(params as Readonly<Record<string, Declared | null>>);
    return Object.fromEntries(entries.flatMap(([name, one]) => (typeof one?.type === 'string' ? [[name, one]] : [])));
  } catch (error) {
    if (error instanceof HpdmError) return undefined;
    throw error;
  }
}
