import { probeBackend } from '../../../operators/tensor/select-backend.js';
import type { BackendName, BackendProbe } from '../../../operators/tensor/select-backend.js';
import { bf16Speed, type Bf16Speed } from './bf16-speed.js';
import { matmulSpeed } from './matmul-speed.js';

/** Speeds of matrix products in GFLOP/s (two operations per multiply-add), each at the largest size that is quick. */
export interface Speed {
  readonly plain: number;
  /** The first factor transposed, as in a weight gradient. */
  readonly transposed: number;
  /** Eight products of half the size: the same arithmetic as one. */
  readonly batched: number;
  /** Rows and columns of the matrices in the plain product. */
  readonly size: number;
}

/** The answer of the child process that measures a backend. */
export type Measured = BackendProbe & { readonly speed?: Speed; readonly bf16?: Bf16Speed };

/** Load a backend in this process and time it; if it does not load, the answer says why. */
export async function measureBackend(name: BackendName): Promise<Measured> {
  const probe = await probeBackend(name);
  if (!probe.loads) return probe;
  const plain = await matmulSpeed('plain');
  const transposed = await matmulSpeed('transposed');
  const batched = await matmulSpeed('batched');
  const speed = { plain: plain.gflops, transposed: transposed.gflops, batched: batched.gflops, size: plain.size };
  return { ...probe, speed, ...(name === 'tensorflow' && { bf16: bf16Speed() }) };
}
