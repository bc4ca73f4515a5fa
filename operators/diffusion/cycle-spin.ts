import { itemAt, levelOf, type Cascade } from '../../dsl/index.js';
import type { LevelOutput } from '../network/level-output.js';
import { tf } from '../tensor/tf.js';

/** What the network makes of patches, [N, f, h, w, C]: F, of the same shape. */
export type Look = (patches: tf.Tensor5D) => LevelOutput;

const [HEIGHT, WIDTH] = [2, 3] as const;

/** Whether the estimate of a level at σ is averaged over positions of the token grid. */
export function spinsAt(cascade: Cascade, level: number, sigma: number): boolean {
  const { cycleSpin: highest, inputScale } = levelOf(cascade, level);
  return highest > 0 && sigma * inputScale <= highest;
}

/**
 * The output F averaged over four positions of the token grid: of the patches as they are, and moved by one pixel down, across, and both. What
 * the network adds at the borders of its tokens becomes less, and so does the grain that each token has for itself. The last row and the last
 * column of pixels are lost when the patches are moved, so they have two of the four positions, and the pixel that is in both has one.
 *
 * @returns with the latents of the patches as they are
 * source Coifman and Donoho 1995 (cycle spinning)
 */
export const cycleSpin = (look: Look): Look => alongAxis(WIDTH, alongAxis(HEIGHT, tidied(look)));

/** Keeps of a call only what it returns, so that no call is held beside another. */
const tidied =
  (look: Look): Look =>
  (patches) =>
    tf.tidy(() => ({ ...look(patches) }));

/** The mean of what is made of patches, and of the patches moved by a pixel along an axis, moved back. */
const alongAxis =
  (axis: number, look: Look): Look =>
  (patches) =>
    tf.tidy(() => {
      const here = look(patches);
      const there = back(look(moved(patches, axis)).output, here.output, axis);
      return { ...here, output: tf.mul<tf.Tensor5D>(tf.add(here.output, there), 0.5) };
    });

/** Patches whose pixels lie one further: the first one also stands for what would lie before it, the last one is lost. */
const moved = (patches: tf.Tensor5D, axis: number): tf.Tensor5D =>
  tf.concat([pixels(patches, axis, 0, 1), pixels(patches, axis, 0, lengthOf(patches, axis) - 1)], axis);

/** The output for moved patches at the places before; for the pixel that was lost, that of the patches as they are. */
function back(output: tf.Tensor5D, here: tf.Tensor5D, axis: number): tf.Tensor5D {
  const last = lengthOf(output, axis) - 1;
  return tf.concat([pixels(output, axis, 1, last), pixels(here, axis, last, 1)], axis);
}

const lengthOf = (patches: tf.Tensor5D, axis: number): number => itemAt(patches.shape, axis);

/** `count` pixels along an axis. */
function pixels(patches: tf.Tensor5D, axis: number, start: number, count: number): tf.Tensor5D {
  const along = (own: number, other: number): number[] => patches.shape.map((_, i) => (i === axis ? own : other));
  return tf.slice(patches, along(start, 0), along(count, -1));
}
