import { probeBackend } from '../operators/tensor/select-backend.js';
import { bf16Refusal } from '../operators/tensor/bf16-refusal.js';

await probeBackend('tensorflow');

/** Whether this machine computes in bfloat16; tests of it are skipped, and shown as skipped, where it does not. */
export const hasBf16 = bf16Refusal() === undefined;

/** The nearest bfloat16 of finite numbers, and of two equally near ones the one with an even last bit: upper halves of float32. */
export function toBf16(numbers: Float32Array): Float32Array {
  const bits = new Uint32Array(Float32Array.from(numbers).buffer);
  return new Float32Array(bits.map((b) => (b + 0x7fff + ((b >>> 16) & 1)) & 0xffff0000).buffer);
}
