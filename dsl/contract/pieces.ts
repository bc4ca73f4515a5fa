/** Where work may be interrupted. */
export interface Piece {
  /** What the work has made so far and still needs; all else that it made may be freed. */
  readonly needed: unknown;
  /** How many parts of the work are done, and of how many. */
  readonly done: number;
  readonly of: number;
}

/** Work that can be interrupted between its pieces: others go on there, or the work is not taken up again. */
export type InPieces<T> = Generator<Piece, T, void>;

/** Do all pieces of some work at once. */
export function allPieces<T>(work: InPieces<T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}

/** The pieces of some work, for which something else is needed, too. */
export function* besides<T>(needed: unknown, work: InPieces<T>): InPieces<T> {
  try {
    for (;;) {
      const { done, value } = work.next();
      if (done === true) return value;
      yield { ...value, needed: [needed, value.needed] };
    }
  } finally {
    work.return(undefined as T); // nothing if it has ended
  }
}

/** The pieces of some work; if it fails or is not taken up again, `otherwise` is called. */
export function* orElse<T>(otherwise: () => void, work: InPieces<T>): InPieces<T> {
  let isDone = false;
  try {
    const result = yield* work;
    isDone = true;
    return result;
  } finally {
    if (!isDone) otherwise();
  }
}
