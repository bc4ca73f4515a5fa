import { itemAt, runsOf, type Cascade, type Cost, type Graph, type GraphNode, type Size } from '../../dsl/index.js';
import { processBytes } from '../../operators/tensor/process-bytes.js';
import { bytesOf } from '../../operators/tensor/sketch/measure.js';
import { planNode, type Known, type Sketches } from './plan-node.js';

/** The cost of one node of a graph. */
export interface PlannedNode extends Cost {
  readonly name: string;
  readonly operator: string;
  /** Number of units that its progress counts. */
  readonly steps?: number;
  /** For a node that works on one level of a cascade: frames, height and width of the level's video, and how it is sampled. */
  readonly size?: Size;
  readonly sampler?: string;
  /** The reason why the cost of the node is not known. */
  readonly unknown?: string;
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
  /** Floating-point operations of the whole run; a lower bound if the costs of some nodes are not known. */
  readonly flops: number;
  /** Floating-point operations of one training step, if the run trains. */
  readonly flopsPerStep?: number;
  /** Bytes that each member sends in one training step, if members train. */
  readonly sentPerStep?: number;
  /** Largest sum of the bytes of all tensors alive at one time; a lower bound if the costs of some nodes are not known. */
  readonly bytes: number;
  /** Bytes of the process besides tensors, in a run that has tensors: Node, TensorFlow's library, and what its kernels use for a while. */
  readonly processBytes: number;
  /** Nodes whose costs are not known. */
  readonly silent: readonly string[];
  /** The document's `limits.memory` in bytes. */
  readonly limitBytes?: number;
}

/**
 * Add up the costs of the nodes of a checked graph.
 *
 * Pure operators and bodies are run on sketches of tensors, which have shapes and no numbers; other operators declare their costs.
 * No backend is loaded. Jobs run one after the other, so as much memory counts as one of them needs.
 */
export function planOf(graph: Graph): Plan {
  const nodes = runsOf(graph).flatMap(rowsOf);
  const limit = graph.memoryBytes === undefined ? {} : { limitBytes: graph.memoryBytes };
  const total = totals(nodes);
  const beside = graph.nodes.some(hasTensors) ? processBytes(total.bytes) : 0;
  return { title: graph.about, file: graph.file, nodes, ...total, processBytes: beside, ...limit };
}

/** The costs of the nodes of a graph that run at one time. */
function rowsOf(graph: Graph): PlannedNode[] {
  const outputs = new Map<string, Sketches>();
  const known = graph.nodes.map((node) => {
    const inputs = inputsOf(node, outputs);
    const known = planNode(node, inputs, graph.share);
    outputs.set(node.name, known.outputs);
    return { ...known, inputs };
  });
  return graph.nodes.flatMap((node, index) => rowOf(node, withWaiting(graph, index, known)));
}

/**
 * What is known of a node, with the bytes of values that wait for other nodes while it runs, and of what other nodes keep. Nodes run in the
 * order of the graph, except that those without inputs run at the start.
 */
function withWaiting(
  { nodes }: Graph,
  index: number,
  known: readonly (Known & { readonly inputs: Sketches })[],
): Known {
  const own = itemAt(known, index);
  if (own.cost?.bytes === undefined) return own;
  const isRead = (maker: string, port: string): boolean =>
    nodes.some(({ inputs }, reader) => {
      return reader > index && Object.values(inputs).some((end) => end.node === maker && end.port === port);
    });
  const waiting = nodes.flatMap(({ name, inputs }, maker) => {
    if (maker >= index && (maker === index || Object.keys(inputs).length > 0)) return [];
    return Object.entries(itemAt(known, maker).outputs).flatMap(([port, value]) => (isRead(name, port) ? [value] : []));
  });
  const kept = known.flatMap((other) => (other === own ? [] : [other.kept]));
  const beside = bytesOf([waiting, kept, own.inputs]) - bytesOf(own.inputs);
  return { ...own, cost: { ...own.cost, bytes: own.cost.bytes + beside } };
}

/** Sketches of the known inputs of a node. */
function inputsOf({ inputs }: GraphNode, outputs: ReadonlyMap<string, Sketches>): Sketches {
  return Object.fromEntries(
    Object.entries(inputs).flatMap(([name, { node, port }]) => {
      const values = outputs.get(node) ?? {};
      return port in values ? [[name, values[port]] as const] : [];
    }),
  );
}

/** Totals of a run. All are sums except memory, which is that of the node that needs most, including its inputs and outputs. */
export function totals(nodes: readonly PlannedNode[]): Omit<Plan, 'title' | 'file' | 'nodes' | 'processBytes'> {
  const sum = (of: (node: Cost) => number | undefined): number =>
    nodes.reduce((total, node) => total + (of(node) ?? 0), 0);
  const flopsPerStep = sum((node) => node.flopsPerStep);
  const sentPerStep = sum((node) => node.sentPerStep);
  return {
    parameters: sum(({ parameters }) => parameters),
    evaluations: sum(({ evaluations }) => evaluations),
    flops: sum(({ flops }) => flops),
    ...(flopsPerStep === 0 ? {} : { flopsPerStep }),
    ...(sentPerStep === 0 ? {} : { sentPerStep }),
    bytes: Math.max(0, ...nodes.map(({ bytes }) => bytes ?? 0)),
    silent: nodes.flatMap(({ name, unknown }) => (unknown === undefined ? [] : [name])),
  };
}

const hasTensors = ({ operator }: GraphNode): boolean =>
  [...Object.values(operator.in), ...Object.values(operator.out)].some(({ kind }) => kind.tensors);

/** A node in a plan; undefined if it costs nothing. */
function rowOf({ name, operator, settings }: GraphNode, { cost, unknown }: Known): PlannedNode[] {
  if (Object.keys(cost ?? {}).length === 0 && unknown === undefined) return [];
  const steps = operator.steps?.(settings);
  const { cascade, level } = settings as { readonly cascade?: Cascade; readonly level?: number };
  const { size, sampler } = (level === undefined ? undefined : cascade?.levels[level]) ?? {};
  return [
    {
      name,
      operator: operator.id,
      ...(size === undefined ? {} : { size }),
      ...(sampler === undefined || steps === undefined ? {} : { sampler }),
      ...(steps === undefined ? {} : { steps }),
      ...cost,
      ...(unknown === undefined ? {} : { unknown }),
    },
  ];
}
