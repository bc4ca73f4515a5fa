/** The part of every item that a run makes, where several runs share the items, as the members of a training do: part `index` of `of`. */
export interface Share {
  /** From 0; the run with 0 leads. */
  readonly index: number;
  readonly of: number;
}
