import type { Cascade, Cost, Graph, GraphNode, Size } from '../../../dsl/index.js';

/** The cost of one node of a graph. */
export interface PlannedNode extends Cost {
  readonly name: string;
  readonly operator: string;
  /** For a node that works on one level of a cascade: frames, height and width of the level's video, and how it is sampled. */
  readonly size?: Size;
  readonly sampler?: string;
}

/** The cost of a run, known before it starts. */
export interface Plan {
  readonly title: string;
  readonly file: string;
  readonly nodes: readonly PlannedNode[];
  /** Parameters of the networks in the run. */
  readonly parameters: number;
  /** Patches that go through the network. */
  readonly evaluations: number;
  /** Floating-point operations of the whole run. */
  readonly flops: number;
  /** Floating-point operations of one training step, if the run trains. */
  readonly flopsPerStep?: number;
  /** Largest sum of the bytes of all tensors alive at one time; a lower bound if some nodes do not know theirs. */
  readonly bytes: number;
  /** Nodes that compute and do not know how much memory they need. */
  readonly silent: readonly string[];
  /** The document's `limits.memory` in bytes. */
  readonly limitBytes?: number;
}

/** Add up the costs that the nodes of a checked graph declare; nothing is built or run, and no backend is loaded. */
export function planOf(graph: Graph): Plan {
  const nodes = graph.nodes.flatMap((node) => planNode(node));
  const limit = graph.memoryBytes === undefined ? {} : { limitBytes: graph.memoryBytes };
  return { title: graph.about, file: graph.file, nodes, ...totals(nodes), ...limit };
}

/** Totals of a run. All are sums except memory, which is that of the node that needs most, including its inputs and outputs. */
export function totals(nodes: readonly PlannedNode[]): Omit<Plan, 'title' | 'file' | 'nodes'> {
  const sum = (of: (node: Cost) => number | undefined): number =>
    nodes.reduce((total, node) => total + (of(node) ?? 0), 0);
  const training = nodes.find(({ operator }) => operator === 'train.step');
  const { flops, steps } = training ?? {};
  return {
    parameters: sum(({ parameters }) => parameters),
    evaluations: sum(({ evaluations }) => evaluations),
    flops: sum((node) => node.flops),
    ...(flops === undefined || steps === undefined ? {} : { flopsPerStep: flops / steps }),
    bytes: Math.max(0, ...nodes.map(({ bytes }) => bytes ?? 0)),
    silent: nodes.flatMap(({ name, flops, bytes }) => (flops !== undefined && bytes === undefined ? [name] : [])),
  };
}

/** The cost of a node; empty if its operator declares none. */
function planNode({ name, operator, settings, sizes }: GraphNode): PlannedNode[] {
  const cost = operator.cost?.(settings, sizes);
  if (cost === undefined) return [];
  const { cascade, level } = settings as { readonly cascade?: Cascade; readonly level?: number };
  const { size, sampler } = (level === undefined ? undefined : cascade?.levels[level]) ?? {};
  return [
    {
      name,
      operator: operator.id,
      ...(size === undefined ? {} : { size }),
      ...(sampler === undefined || cost.steps === undefined ? {} : { sampler }),
      ...cost,
    },
  ];
}
