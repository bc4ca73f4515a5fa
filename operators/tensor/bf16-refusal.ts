import { native } from './native.js';
import { isSketching } from './sketch/engine.js';
import { tf } from './tf.js';

/** What is missing, as parts of a fault. */
export interface Bf16Refusal {
  readonly expected: string;
  readonly got: string;
  readonly try: string;
}

/** Why nothing here computes in bfloat16; undefined where the present backend does. Plans count on it. */
export function bf16Refusal(): Bf16Refusal | undefined {
  if (isSketching()) return undefined;
  const refusal = (got: string, advice: string): Bf16Refusal => ({
    expected: "hpdm's own kernels for bfloat16, on a processor with AMX or AVX512-BF16",
    got,
    try: `${advice}, or precision float32`,
  });
  if (tf.getBackend() !== 'tensorflow') return refusal(`the backend ${tf.getBackend()}`, '--backend tensorflow');
  const kernels = native();
  if (kernels === undefined) return refusal("TensorFlow without hpdm's own kernels", 'hpdm setup, a run without a GPU');
  if (kernels.bf16Instructions() !== undefined) return undefined;
  return refusal('a processor, a compiler or a system without them', 'hpdm doctor for what this machine has');
}
