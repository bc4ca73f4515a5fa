import type { Fault } from '../../dsl/index.js';
import type { Explanation } from '../language/explain.js';
import type { Proposals } from '../language/propose.js';

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
  /** What the parameters that stand for cascades stand for. */
  readonly cascades?: Readonly<Record<string, CascadeFacts>>;
  readonly drawing?: Drawing;
}

/** The levels of a cascade that a parameter stands for, as the cascade itself says that they are sampled. */
export interface CascadeFacts {
  /** The file, which a changed cascade extends. */
  readonly file: string;
  readonly levels: readonly {
    readonly size: readonly number[];
    readonly steps: number;
    readonly overlap: readonly number[];
  }[];
}

/** Where a run stands. */
export type Phase = 'starting' | 'running' | 'paused' | 'stopping' | 'stopped' | 'failed' | 'finished';

/** Where the tiles of a level lie on each of its frames, in pixels. */
export interface LevelTiles {
  /** Frames, height and width of the level. */
  readonly size: readonly [number, number, number];
  /** Height and width of a tile. */
  readonly tile: readonly [number, number];
  /** Where tiles start from the top, and from the left. */
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  /** Whether they are moved in every step, and lie here only without that. */
  readonly moves: boolean;
}

/** What is known of a run before it starts. */
export interface Expected {
  /** The most memory that its process will take; `isLeast` where the plan does not know all of it. */
  readonly bytes: number;
  readonly isLeast: boolean;
  /** The tiles of the nodes that sample a level. */
  readonly tiles: Readonly<Record<string, LevelTiles>>;
}

/** A node of a run. */
export interface NodeState {
  readonly name: string;
  readonly op: string;
  readonly done: number;
  readonly total?: number;
  /** How fast it is, and how long it will take, in words. */
  readonly pace?: string;
  /** How many pictures it has shown; the newest can be asked for. */
  readonly pictures: number;
  /** Width and height of the newest, in pixels of the level. */
  readonly pictureSize?: readonly [number, number];
  readonly ended: boolean;
}

/** A run as the page shows it. */
export interface RunView {
  readonly id: string;
  readonly file: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly seed: number;
  readonly began: string;
  readonly phase: Phase;
  readonly device: string;
  /** Memory of its process, now and at most. */
  readonly bytes: number;
  readonly mostBytes: number;
  readonly expected?: Expected;
  readonly seconds?: number;
  readonly nodes: readonly NodeState[];
  readonly said: readonly { readonly node: string; readonly text: string; readonly warns: boolean }[];
  /** Files that are complete. */
  readonly wrote: readonly string[];
  readonly faults: readonly Fault[];
}

/** Runs that are asked for: each seed with each value of a parameter, or, without one, each seed. */
export interface GridRequest extends Edited {
  /** Of the other parameters. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly seeds: readonly number[];
  readonly name?: string | undefined;
  /** The values of the parameter; one of any kind where there is none. */
  readonly choices: readonly unknown[];
}

/** One run of a grid. */
export interface GridCell {
  readonly seed: number;
  readonly value: unknown;
  readonly phase: Phase | 'waiting';
  /** The video that it wrote. */
  readonly video?: string;
  readonly faults?: readonly Fault[];
}

/** A grid of runs as the page shows it; its cells are sorted by value, then by seed. */
export interface GridView extends Pick<GridRequest, 'seeds' | 'choices'> {
  readonly name?: string;
  readonly cells: readonly GridCell[];
}

/** A curve of a number that a node measures. */
export interface Series {
  readonly node: string;
  readonly name: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** What a page hears of, without asking, at `events`. */
export interface News {
  readonly run?: RunView;
  /** The grid that is at work, or the last one. */
  readonly grid?: GridView;
  /** All curves, where they are sent. */
  readonly series?: readonly Series[];
  /** Whether a run can be paused here. */
  readonly canPause: boolean;
}

/** A run that is asked for. */
export interface RunRequest extends Edited {
  readonly values: Readonly<Record<string, unknown>>;
  readonly seed?: number | undefined;
  readonly resume?: boolean | undefined;
}

/** A video with the record beside it. */
export interface Result {
  readonly record: string;
  readonly video: string;
  readonly sheet?: string;
  /** When it was complete, in milliseconds since 1970. */
  readonly time: number;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly made: string;
  readonly seconds?: number;
}

/** What a page is told when a request is refused. */
export interface Refused {
  readonly faults: readonly Fault[];
}

/** What a page asks for, by method and path: the JSON that it sends, and that it gets. Values in a query are texts. */
export interface Protocol {
  'GET /opening': { readonly sent: undefined; readonly answer: Opening };
  'GET /documents': { readonly sent: undefined; readonly answer: readonly Listed[] };
  'GET /document': { readonly sent: undefined; readonly answer: Stored };
  'PUT /document': {
    readonly sent: Edited & { readonly over?: string; readonly from?: string };
    readonly answer: Stored;
  };
  'POST /check': { readonly sent: Question; readonly answer: Verdict };
  'POST /propose': { readonly sent: Edited & { readonly offset: number }; readonly answer: Proposals | null };
  'POST /explain': { readonly sent: Edited & { readonly offset: number }; readonly answer: Explanation | null };
  'POST /run': { readonly sent: RunRequest; readonly answer: null };
  'POST /grid': { readonly sent: GridRequest; readonly answer: null };
  'POST /stop': { readonly sent: undefined; readonly answer: null };
  'POST /pause': { readonly sent: { readonly on: boolean }; readonly answer: null };
  'GET /results': { readonly sent: undefined; readonly answer: readonly Result[] };
  /** A document of the run whose record this is, or of the text and values that are sent. */
  'POST /make': {
    readonly sent: { readonly to: string; readonly record: string };
    readonly answer: Stored;
  };
}
