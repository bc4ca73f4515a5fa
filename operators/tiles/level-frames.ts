import { tf } from '../tensor/tf.js';

/** The frames of a level that were made and are still needed, in the order of time. */
export class LevelFrames {
  #pieces: { readonly from: number; readonly video: tf.Tensor5D }[] = [];

  /**
   * Add frames; the tensor stays the caller's.
   *
   * @param video [B, n, H, W, C], perhaps of no frame
   * @param from number of its first frame
   */
  add(video: tf.Tensor5D, from: number): void {
    if (video.shape[1] > 0) this.#pieces.push({ from, video: tf.clone(video) });
  }

  /** A new tensor of the frames from one number to before another, which are all there; fails RangeError if one is not. */
  slice(from: number, to: number): tf.Tensor5D {
    return tf.tidy(() => {
      const parts = this.#pieces.flatMap(({ from: first, video }) => {
        const [batch, frames, ...frame] = video.shape;
        const [start, end] = [Math.max(from, first), Math.min(to, first + frames)];
        return start >= end ? [] : [tf.slice(video, [0, start - first, 0, 0, 0], [batch, end - start, ...frame])];
      });
      const all = parts.length === 1 ? (parts[0] as tf.Tensor5D) : tf.concat<tf.Tensor5D>(parts, 1);
      if (all.shape[1] === to - from) return all;
      throw new RangeError(`frames ${from} to ${to - 1} are not there`);
    });
  }

  /** Forget what lies before a frame, piece by piece. */
  dropTo(frame: number): void {
    const isOver = ({ from, video }: { readonly from: number; readonly video: tf.Tensor5D }): boolean =>
      from + video.shape[1] <= frame;
    for (const piece of this.#pieces) if (isOver(piece)) piece.video.dispose();
    this.#pieces = this.#pieces.filter((piece) => !isOver(piece));
  }
}
