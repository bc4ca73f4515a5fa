import type { Cascade, Cost, Graph, GraphNode, Size } from '../../../dsl/index.js';

/** What one node of a graph will do and need. */
export interface PlannedNode extends Cost {
  readonly name: string;
  readonly operator: string;
  /** Of a node that works on one level of a cascade: frames, height and width of the level's video, and how it is sampled. */
  readonly size?: Size;
  readonly sampler?: string;
}

/** What a run will do and need, before anything of it is made. */
export interface Plan {
  readonly title: string;
  readonly file: string;
  readonly nodes: readonly PlannedNode[];
  /** Numbers that the networks of the run have. */
  readonly parameters: number;
  /** Patches that go through the network. */
  readonly evaluations: number;
  /** Floating-point operations of the whole run. */
  readonly flops: number;
  /** Floating-point operations of one training step, where the run trains. */
  readonly flopsPerStep?: number;
  /** Largest sum of the bytes of all tensors alive at one time; at least this where some nodes do not say theirs. */
  readonly bytes: number;
  /** Nodes that compute and do not say how much memory they need. */
  readonly silent: readonly string[];
  /** What the document's `limits.memory` allows. */
  readonly limitBytes?: number;
}

/** Add up what the nodes of a checked graph say of themselves; nothing is built or run, and no backend is loaded. */
export function planOf(graph: Graph): Plan {
  const nodes = graph.nodes.flatMap((node) => planNode(node));
  const limit = graph.memoryBytes === undefined ? {} : { limitBytes: graph.memoryBytes };
  return { title: graph.about, file: graph.file, nodes, ...totals(nodes), ...limit };
}

/** Totals of a run: sums, but memory is that of the neediest node, whose inputs and outputs are counted with it. */
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

/** A node that says what it costs; nothing where it does not. */
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
