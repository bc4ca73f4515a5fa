import type { InPieces } from '../../dsl/index.js';
import { tf } from './tf.js';

/** How work is interrupted. */
export interface Interruptions {
  /** Aborted when the work is not to be taken up again. */
  readonly signal: AbortSignal;
  /** Called between two pieces with the parts of the work that are done. */
  readonly passed?: ((done: number, of: number) => void) | undefined;
}

/**
 * Do work that makes tensors piece by piece; timers, signals and streams run before each.
 *
 * @returns its result, whose tensors belong to the caller; all else that the work made is freed
 * fails with the signal's reason
 */
export async function pieceByPiece<T>(work: InPieces<T>, { signal, passed }: Interruptions): Promise<T> {
  const before = newestTensor();
  const madeIn = (values: unknown): Set<tf.Tensor> =>
    new Set(tf.tensor_util.getTensorsInContainer([values] as tf.TensorContainer).filter(({ id }) => id > before));
  let held = new Set<tf.Tensor>();
  const hold = (needed: unknown): void => {
    const still = madeIn(needed);
    for (const tensor of held) if (!still.has(tensor)) tensor.dispose();
    held = still;
  };
  try {
    for (;;) {
      await breathe();
      signal.throwIfAborted();
      const { done, value } = oneOf(work);
      if (done === true) {
        hold(value);
        return value;
      }
      hold(value.needed);
      passed?.(value.done, value.of);
    }
  } catch (error) {
    giveUp(work);
    hold(undefined);
    throw error;
  }
}

/** One piece, after which only the tensors that it hands on are left. */
const oneOf = <T>(work: InPieces<T>) =>
  tf.tidy(() => work.next() as unknown as tf.TensorContainer) as unknown as ReturnType<typeof work.next>;

/** Work that is not taken up again closes what it has opened; the error that ended it is told, and not one that this makes. */
function giveUp(work: InPieces<unknown>): void {
  try {
    tf.tidy(() => {
      work.return(undefined);
    });
  } catch {
    return;
  }
}

/** The number of the newest tensor: those that are made later have higher ones. */
function newestTensor(): number {
  const newest = tf.scalar(0);
  newest.dispose();
  return newest.id;
}

/** Let timers, signals and streams run. */
const breathe = (): Promise<void> => new Promise((resume) => setImmediate(resume));
