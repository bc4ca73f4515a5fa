/** 2⁻³²: a word as a fraction of the whole range. */
const WORD = 2 ** -32;
/** Radians per step of a word: the 2³² words are one turn. */
const TURN = 2 * Math.PI * WORD;

/** `out[i]` = ((words[from + i] >>> 9) + ½) · 2⁻²³, exact in float32, 0 < x < 1. */
export function fillUniforms(words: Int32Array, from: number, out: Float32Array): void {
  for (let i = 0; i < out.length; i++) out[i] = (((words[from + i] ?? 0) >>> 9) + 0.5) * 2 ** -23;
}

/**
 * Standard normals by Box–Muller, one for each word: words 2j and 2j + 1 make normals 2j and 2j + 1, so `words[0]` is the first
 * of a pair and every pair that `out` touches is whole.
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
    out[at++] = pair[1] ?? 0;
  }
  const whole = (out.length - at) & ~1;
  boxMuller(words, from + at, out, at, whole);
  at += whole;
  if (at === out.length) return;
  boxMuller(words, from + at, pair, 0, 2);
  out[at] = pair[0] ?? 0;
}

const PAIR = new Float32Array(2);

/** `n` (even) normals from the words at `from` into `out` at `at`. */
function boxMuller(words: Int32Array, from: number, out: Float32Array, at: number, n: number): void {
  for (let i = 0; i < n; i += 2) {
    const angle = words[from + i] ?? 0;
    // The nearest quarter turn, and what is left: −π/4 ≤ x ≤ π/4, where the Taylor series are right to 2e-9.
    const quarter = (angle + 0x20000000) >>> 30;
    const x = (((angle - (quarter << 30)) | 0) + 0.5) * TURN;
    const y = x * x;
    const sin = x * (1 + y * (-1 / 6 + y * (1 / 120 + y * (-1 / 5040 + y * (1 / 362880)))));
    const cos = 1 + y * (-1 / 2 + y * (1 / 24 + y * (-1 / 720 + y * (1 / 40320 + y * (-1 / 3628800)))));
    const radius = Math.sqrt(-2 * Math.log((((words[from + i + 1] ?? 0) >>> 0) + 0.5) * WORD));
    // An odd quarter swaps the two; the signs follow. Arithmetic, because a branch on random bits costs more.
    const swap = (quarter & 1) * (cos - sin);
    out[at + i] = radius * (1 - (quarter & 2)) * (sin + swap);
    out[at + i + 1] = radius * (1 - ((quarter + 1) & 2)) * (cos - swap);
  }
}
