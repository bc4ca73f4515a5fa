import type { Graph } from '../../dsl/index.js';
import type { BackendName } from '../../operators/tensor/select-backend.js';
import { planOf } from '../plan/plan.js';

/** FLOP/s of matrix products on each backend: it takes most of a second to measure, so a process does it once. */
const speeds: Partial<Record<BackendName, Promise<number>>> = {};

async function measuredSpeed(): Promise<number> {
  const { matmulSpeed } = await import('./doctor/matmul-speed.js');
  return 1e9 * (await matmulSpeed()).gflops;
}

/** How much of the machine's arithmetic the training steps of a graph use: their FLOP/s beside those of matrix products, measured before the run. */
export class Effort {
  readonly #graph: Graph;
  #flops: ReadonlyMap<string, number> = new Map();
  #rate = NaN;

  constructor(graph: Graph) {
    this.#graph = graph;
  }

  /** Work out the FLOPs of a step, and time matrix products as `hpdm doctor` does; nothing for a graph that does not train. */
  async measure(backend: BackendName): Promise<void> {
    if (this.#graph.nodes.every(({ operator }) => operator.stoppedAt === undefined)) return;
    const { nodes } = planOf(this.#graph);
    this.#flops = new Map(
      nodes.flatMap(({ name, flopsPerStep = 0 }) => (flopsPerStep > 0 ? [[name, flopsPerStep]] : [])),
    );
    this.#rate = await (speeds[backend] ??= measuredSpeed());
  }

  /** The share at a pace of steps per second, such as `38 % of matmul`; empty for a node without training steps. */
  describe(node: string, perSecond: number): string {
    const share = ((this.#flops.get(node) ?? NaN) * perSecond) / this.#rate;
    return Number.isFinite(share) && share > 0 ? `${(100 * share).toFixed(0)} % of matmul` : '';
  }
}
