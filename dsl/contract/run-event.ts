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
  /** A node has ended. */
  | { readonly type: 'ended'; readonly node: string }
  | { readonly type: 'finished'; readonly seconds: number };
