/** 2⁻³², which makes a word a fraction of the whole range. */
const WORD = 2 ** -32;
/** Radians per unit of a word; 2³² units are one full turn. */
const TURN = 2 * Math.PI * WORD;

/** Uniform numbers: `out[i]` = ((words[from + i] >>> 9) + ½) · 2⁻²³, exact in float32, 0 < x < 1. */
export function fillUniforms(words: Int32Array, from: number, out: Float32Array): void {
  for (let i = 0; i < out.length; i++) out[i] = (((words[from + i] as number) >>> 9) + 0.5) * 2 ** -23;
}

/**
 * Standard normals by Box–Muller, one per word. Words 2j and 2j + 1 give normals 2j and 2j + 1, so `words[0]` must be the first
 * of a pair, and both words of every pair that `out` touches must be there.
 *
 *   r = √(−2 ln u), u = (words[2j + 1] + ½)·2⁻³² unsigned;  angle = 2π·(words[2j] + ½)·2⁻³² signed;  (r sin, r cos)
 *
 * source the convention of Random123's boxmuller
 */
export function fillNormals(words: Int32Array, from: number, out: Float32Array): void {
  const pair = PAIR;
  let at = 0;
  if (from % 2 === 1 && out.length > 0) {
    boxMuller(words, from - 1, pair, 0, 2);
    out[at++] = pair[1] as number;
  }
  const whole = (out.length - at) & ~1;
  boxMuller(words, from + at, out, at, whole);
  at += whole;
  if (at === out.length) return;
  boxMuller(words, from + at, pair, 0, 2);
  out[at] = pair[0] as number;
}

const PAIR = new Float32Array(2);

/** Write `n` (even) normals, made from the words at `from`, to `out` at `at`. */
function boxMuller(words: Int32Array, from: number, out: Float32Array, at: number, n: number): void {
  for (let i = 0; i < n; i += 2) {
    const angle = words[from + i] as number;
    // Split the angle into the nearest quarter turn and a rest −π/4 ≤ x ≤ π/4, for which the Taylor series are exact to 2e-9.
    const quarter = (angle + 0x20000000) >>> 30;
    const x = (((angle - (quarter << 30)) | 0) + 0.5) * TURN;
    const y = x * x;
    const sin = x * (1 + y * (-1 / 6 + y * (1 / 120 + y * (-1 / 5040 + y * (1 / 362880)))));
    const cos = 1 + y * (-1 / 2 + y * (1 / 24 + y * (-1 / 720 + y * (1 / 40320 + y * (-1 / 3628800)))));
    const radius = Math.sqrt(-2 * Math.log((((words[from + i + 1] as number) >>> 0) + 0.5) * WORD));
    // An odd quarter swaps sine and cosine and changes signs. This uses arithmetic, because branches on random bits are slower.
    const swap = (quarter & 1) * (cos - sin);
    out[at + i] = radius * (1 - (quarter & 2)) * (sin + swap);
    out[at + i + 1] = radius * (1 - ((quarter + 1) & 2)) * (cos - swap);
  }
}
