/** The description of a node in the event `started`. */
export interface StartedNode {
  readonly name: string;
  /** The operator's id. */
  readonly op: string;
  /** How far its progress will go, where its settings tell (`steps`). */
  readonly total?: number;
}

/** A picture of an intermediate result: rows of grey or RGB bytes, from top to bottom. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
}

/** Something that a node wrote, which is now complete. */
export interface WrittenFile {
  /** The file; of several that belong together, the playlist, or the folder they are in; an address; `pipe:1` for standard output. */
  readonly path: string;
  /** Size of all its files; left out where it is not known, as of an address. */
  readonly bytes?: number | undefined;
  /** Numbers that describe its content, as far as they are known: `frames`, `seconds`, `width`, `height`, `segments`, `step` … */
  readonly facts?: Readonly<Record<string, number>>;
}

/** An event of a run. The terminal, `--events` and programs read the same stream of events. */
export type RunEvent =
  | { readonly type: 'started'; readonly nodes: readonly StartedNode[] }
  | {
      readonly type: 'progress';
      readonly node: string;
      readonly done: number;
      readonly total?: number;
      readonly note?: string;
    }
  | { readonly type: 'metric'; readonly node: string; readonly values: Readonly<Record<string, number>> }
  /** An intermediate result of a node; only in runs with `previews`. */
  | { readonly type: 'preview'; readonly node: string; readonly picture: Picture }
  | { readonly type: 'warning'; readonly node: string; readonly message: string }
  /** A node has written a file. */
  | ({ readonly type: 'wrote'; readonly node: string } & WrittenFile)
  /** What a node has to say that is as it should be; `details` are for those who ask for them. */
  | { readonly type: 'note'; readonly node: string; readonly message: string; readonly details?: readonly string[] }
  /** A node has ended. */
  | { readonly type: 'ended'; readonly node: string }
  | { readonly type: 'finished'; readonly seconds: number };
