/**
 * The words that are constant within a stream of blocks: two key words and counter words 1, 2 and 3 (32 bits each).
 * Counter word 0, the least significant, is the number of the block.
 */
export interface PhiloxKey {
  readonly key: readonly [number, number];
  readonly counter: readonly [number, number, number];
}

const { imul } = Math;

/**
 * Fill `words` with consecutive blocks of Philox4x32-10, four signed 32-bit words per block.
 *
 * `words` holds a multiple of 4 words; `firstBlock` is counter word 0 of the first block and wraps at 2³² without a carry.
 * source Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (SC 2011); word order of Random123
 */
export function philox(words: Int32Array, firstBlock: number, { key, counter }: PhiloxKey): void {
  const [key0, key1] = key;
  const [counter1, counter2, counter3] = counter;
  for (let at = 0, block = firstBlock | 0; at < words.length; at += 4, block = (block + 1) | 0) {
    let c0 = block;
    let c1 = counter1;
    let c2 = counter2;
    let c3 = counter3;
    let k0 = key0;
    let k1 = key1;
    for (let round = 0; round < 10; round++) {
      // The high words of c0 · 0xd2511f53 and c2 · 0xcd9e8d57, computed from 16-bit halves so that no intermediate exceeds 32 bits.
      const t = (imul(c0 >>> 16, 0x1f53) + (imul(c0 & 0xffff, 0x1f53) >>> 16)) | 0;
      const u = (imul(c0 & 0xffff, 0xd251) + (t & 0xffff)) | 0;
      const high0 = (imul(c0 >>> 16, 0xd251) + (t >>> 16) + (u >>> 16)) | 0;
      const v = (imul(c2 >>> 16, 0x8d57) + (imul(c2 & 0xffff, 0x8d57) >>> 16)) | 0;
      const w = (imul(c2 & 0xffff, 0xcd9e) + (v & 0xffff)) | 0;
      const high2 = (imul(c2 >>> 16, 0xcd9e) + (v >>> 16) + (w >>> 16)) | 0;
      const low0 = imul(c0, 0xd2511f53);
      c0 = high2 ^ c1 ^ k0;
      c1 = imul(c2, 0xcd9e8d57);
      c2 = high0 ^ c3 ^ k1;
      c3 = low0;
      k0 = (k0 + 0x9e3779b9) | 0;
      k1 = (k1 + 0xbb67ae85) | 0;
    }
    words[at] = c0;
    words[at + 1] = c1;
    words[at + 2] = c2;
    words[at + 3] = c3;
  }
}
