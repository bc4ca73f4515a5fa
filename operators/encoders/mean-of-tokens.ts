/** The mean of a text's tokens, [T · D] → [D]: the whole text where its encoder gives no vector for it. */
export function meanOfTokens(tokens: Float32Array, width: number): Float32Array {
  const mean = new Float32Array(width);
  const count = tokens.length / width;
  tokens.forEach((value, i) => {
    mean[i % width] = (mean[i % width] ?? 0) + value / count;
  });
  return mean;
}
