/** Numbers of half precision, as their bits, to float32; exact. */
export function fromHalf(bits: Uint16Array): Float32Array {
  const table = TABLE.values ?? (TABLE.values = Float32Array.from({ length: 65536 }, (_, half) => valueOf(half)));
  // `from` takes 0.25 µs for a number, because it iterates; weights have millions of them
  const values = new Float32Array(bits.length);
  for (let i = 0; i < bits.length; i++) values[i] = table[bits[i] as number] as number;
  return values;
}

/** All numbers of half precision, made when they are first needed. */
const TABLE: { values?: Float32Array } = {};

function valueOf(half: number): number {
  const [sign, exponent, fraction] = [half >> 15 === 0 ? 1 : -1, (half >> 10) & 31, half & 1023];
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** Float32 numbers to the bits of the nearest of half precision; of two equally near, the even one. Too large ones become infinite. */
export function toHalf(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const halves = new Uint16Array(bits.length);
  for (let i = 0; i < bits.length; i++) halves[i] = halfOf(bits[i] as number);
  return halves;
}

function halfOf(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const exponent = ((bits >>> 23) & 255) - 112; // of the half
  const fraction = bits & 0x7fffff;
  if (exponent > 142) return sign | 0x7c00 | (fraction === 0 ? 0 : 0x200); // infinite, or not a number
  if (exponent > 30) return sign | 0x7c00;
  // a subnormal half keeps fewer digits; what it drops decides the rounding
  const [whole, drop] = exponent > 0 ? [(exponent << 23) | fraction, 13] : [fraction | 0x800000, 14 - exponent];
  if (drop > 31) return sign;
  const kept = whole >>> drop;
  const rest = whole & (2 ** drop - 1);
  const half = 2 ** (drop - 1);
  return sign | (kept + (rest > half || (rest === half && (kept & 1) === 1) ? 1 : 0));
}
