/** What a run says while it runs; the terminal, `--events` and programs read the same stream. */
export type RunEvent =
  | { readonly type: 'started'; readonly nodes: readonly string[] }
  | {
      readonly type: 'progress';
      readonly node: string;
      readonly done: number;
      readonly total?: number;
      readonly note?: string;
    }
  | { readonly type: 'metric'; readonly node: string; readonly values: Readonly<Record<string, number>> }
  | { readonly type: 'warning'; readonly node: string; readonly message: string }
  | { readonly type: 'finished'; readonly seconds: number };
