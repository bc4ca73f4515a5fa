import { compileBody, type Cost, type GraphNode, type Port, type Sizes } from '../../../dsl/index.js';
import { bytesOf, measure } from '../../../operators/tensor/sketch/measure.js';

/** Sketches of values by port; a port that is missing has none. */
export type Sketches = Readonly<Record<string, unknown>>;

/** What is known of a node before it runs. */
export interface Known {
  /** Nothing where it does nothing that a plan counts. */
  readonly cost?: Cost;
  /** Why the cost is not known. */
  readonly unknown?: string;
  /** Sketches of the outputs; those that are missing are not known. */
  readonly outputs: Sketches;
}

/**
 * What a node costs and what comes out of it, from sketches of what goes in; nothing is run but functions of shapes.
 *
 * @param inputs by port, `port.0`, `port.1` … those of a list
 */
export function planNode(node: GraphNode, inputs: Sketches): Known {
  const values = gathered(Object.keys(node.inputs), inputs);
  return node.operator.form === 'pure' ? planPure(node, values) : planOther(node, values);
}

/** A pure operator is run on the sketches. */
function planPure(node: GraphNode, inputs: Sketches): Known {
  const { operator, settings } = node;
  if (operator.form !== 'pure') throw new RangeError(`${operator.id} is a ${operator.form}`);
  try {
    const { value, flops, patches, bytes } = measure(() => operator.run(inputs, settings), inputs);
    const counts = { ...(flops === 0 ? {} : { flops }), ...(patches === 0 ? {} : { evaluations: patches }) };
    return bytes === bytesOf(inputs) ? { outputs: value } : { cost: { ...counts, bytes }, outputs: value };
  } catch (error) {
    return { ...withoutCost(node, reasonOf(error)), outputs: sketched(node) };
  }
}

/** Any other operator says what it costs, unless there is not a tensor in what it takes and makes. */
function planOther(node: GraphNode, inputs: Sketches): Known {
  const { operator, settings, sizes, body } = node;
  const outputs = sketched(node);
  try {
    if (operator.cost !== undefined) {
      return { cost: operator.cost(settings, sizes, { inputs, body: compileBody(body) }), outputs };
    }
    const isKnown = Object.keys(operator.out).every((name) => name in outputs);
    if (isKnown && bytesOf([inputs, outputs]) === 0) return { outputs };
    return { ...withoutCost(node, `${operator.id} does not say what it costs`), outputs };
  } catch (error) {
    return { ...withoutCost(node, reasonOf(error)), outputs };
  }
}

/** No cost, and why; what no tensor can go through has none. */
const withoutCost = ({ operator }: GraphNode, why: string): Pick<Known, 'unknown'> =>
  [...Object.values(operator.in), ...Object.values(operator.out)].some(({ kind }) => kind.tensors)
    ? { unknown: why }
    : {};

/** Outputs as the operator sketches them, the others as their kinds do. */
function sketched({ operator, settings, sizes }: GraphNode): Sketches {
  return measure(() => {
    const own = operator.sketch?.(settings, sizes) ?? {};
    const ports = Object.entries(operator.out).filter(([name]) => !(name in own));
    return { ...own, ...Object.fromEntries(ports.flatMap(([name, port]) => sketchOf(name, port, sizes))) };
  }).value;
}

function sketchOf(name: string, { kind, layout }: Port, sizes: Sizes): [string, unknown][] {
  const lengths = layout?.map((dimension) => lengthOf(dimension, sizes));
  if (kind.sketch === undefined || lengths === undefined || lengths.includes(undefined)) return [];
  return [[name, kind.sketch(lengths as number[])]];
}

/** The size of a dimension, or of a product of some (`B·P`). */
function lengthOf(dimension: string | number, sizes: Sizes): number | undefined {
  if (typeof dimension === 'number') return dimension;
  return dimension
    .split('·')
    .map((letter) => sizes[letter])
    .reduce((a, b) => (a === undefined || b === undefined ? undefined : a * b), 1);
}

/** Inputs by port, members of a list port as one array; one that is not known throws when it is read. */
function gathered(names: readonly string[], inputs: Sketches): Sketches {
  const values: Record<string, unknown> = {};
  for (const name of names) {
    const [port = name, member] = name.split('.');
    if (!(name in inputs)) Object.defineProperty(values, port, { enumerable: true, get: () => refuseUnknown(port) });
    else if (member === undefined) values[port] = inputs[name];
    else ((values[port] ??= []) as unknown[])[Number(member)] = inputs[name];
  }
  return values;
}

function refuseUnknown(port: string): never {
  throw new RangeError(`its input "${port}" is not known`);
}

const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
