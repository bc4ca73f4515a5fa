import type { Fault } from '../../dsl/index.js';
import type { OperatorPage } from '../cli/ops/operator-page.js';

/** A document as it stands in the page's editor. */
export interface Edited {
  /** Where it belongs, as the studio named it. */
  readonly file: string;
  readonly text: string;
}

/** A document as it stands in its file. */
export interface Stored extends Edited {
  /** What a page says again when it saves, so that no change of another one is lost. */
  readonly version: string;
  /** Whether it comes with hpdm; it is saved under another name then. */
  readonly ready: boolean;
}

/** A document that can be opened. */
export interface Listed {
  readonly file: string;
  readonly name: string;
  readonly about: string;
  readonly ready: boolean;
}

/** What the page needs to begin. */
export interface Opening {
  readonly version: string;
  readonly folder: string;
  readonly document: Stored;
}

/** The declaration of a parameter of a document, as the document has it. */
export interface Declared {
  readonly type: string;
  readonly default?: unknown;
  readonly description?: string;
  readonly min?: number;
  readonly max?: number;
  readonly unit?: string;
  readonly values?: readonly string[];
  readonly of?: string;
}

/** A place that a click in the drawing leads to. */
export interface Spot {
  readonly file: string;
  readonly line: number;
}

/** The graph of a document, drawn. */
export interface Drawing {
  readonly svg: string;
  /** Ids of the boxes that stand for several, and of the frames that can be one box. */
  readonly folded: readonly string[];
  readonly unfolded: readonly string[];
  /** Where each box is written, by its id. */
  readonly spots: Readonly<Record<string, Spot>>;
}

/** What to check: a document, values of its parameters, and what of its drawing is unfolded. */
export interface Question extends Edited {
  readonly values: Readonly<Record<string, unknown>>;
  readonly open: readonly string[];
}

/** What the checker says of a document. */
export interface Verdict {
  readonly faults: readonly Fault[];
  /** What a run needs more. */
  readonly needs: readonly string[];
  readonly about: string;
  /** Number of nodes; left out where the graph is not known. */
  readonly nodes?: number;
  readonly params?: Readonly<Record<string, Declared>>;
  readonly drawing?: Drawing;
}

/** What a page is told when a request is refused. */
export interface Refused {
  readonly faults: readonly Fault[];
}

/** What a page asks for, by method and path: the JSON that it sends, and that it gets. Values in a query are texts. */
export interface Protocol {
  'GET /opening': { readonly sent: undefined; readonly answer: Opening };
  'GET /operators': { readonly sent: undefined; readonly answer: readonly OperatorPage[] };
  'GET /documents': { readonly sent: undefined; readonly answer: readonly Listed[] };
  'GET /document': { readonly sent: undefined; readonly answer: Stored };
  'PUT /document': {
    readonly sent: Edited & { readonly over?: string; readonly from?: string };
    readonly answer: Stored;
  };
  'POST /check': { readonly sent: Question; readonly answer: Verdict };
}
