import type { EncodedText } from '../encoders/text-encoder.js';
import type { TextTensors } from '../network/condition.js';
import { tf } from '../tensor/tf.js';

/**
 * Encoded texts as the tensors of a condition: tokens padded to a common number, their mask, and the vectors of whole texts.
 *
 * @param encoded a text for each video; undefined for the null condition, which has no tokens
 * @param size T, to which tokens are padded and beyond which they are left out; D, their width
 */
export function padTexts(
  encoded: readonly (EncodedText | undefined)[],
  { tokens: T, width: D }: { readonly tokens: number; readonly width: number },
): TextTensors {
  const B = encoded.length;
  const [tokens, mask, pooled] = [new Float32Array(B * T * D), new Float32Array(B * T), new Float32Array(B * D)];
  encoded.forEach((text, b) => {
    if (text === undefined) return;
    const kept = text.tokens.subarray(0, T * D);
    tokens.set(kept, b * T * D);
    mask.fill(1, b * T, b * T + kept.length / D);
    pooled.set(text.pooled, b * D);
  });
  return {
    tokens: tf.tensor3d(tokens, [B, T, D]),
    mask: tf.tensor2d(mask, [B, T]),
    pooled: tf.tensor2d(pooled, [B, D]),
  };
}
