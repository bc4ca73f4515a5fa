/** A node as the start of a run tells of it. */
export interface StartedNode {
  readonly name: string;
  /** The operator's id. */
  readonly op: string;
  /** How far its progress will go, where its settings tell (`steps`). */
  readonly total?: number;
}

/** A picture of work in progress: rows of grey or RGB bytes, top to bottom. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
}

/** What a run says while it runs; the terminal, `--events` and programs read the same stream. */
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
  /** How far a node's result is to be seen; only in runs that ask for it (`previews`). */
  | { readonly type: 'preview'; readonly node: string; readonly picture: Picture }
  | { readonly type: 'warning'; readonly node: string; readonly message: string }
  /** A node has nothing more to do. */
  | { readonly type: 'ended'; readonly node: string }
  | { readonly type: 'finished'; readonly seconds: number };
