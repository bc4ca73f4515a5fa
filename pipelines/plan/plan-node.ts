import {
  compileBody,
  firstLine,
  type Cost,
  type AnyOperator,
  type GraphNode,
  type Port,
  type Share,
  type Sizes,
} from '../../dsl/index.js';
import { bytesOf, measure } from '../../operators/tensor/sketch/measure.js';

/** Sketches of values by port; unknown ports are missing. */
export type Sketches = Readonly<Record<string, unknown>>;

/** The cost and the outputs of a node, as far as they are known before it runs. */
export interface Known {
  /** Undefined if the node does nothing that a plan counts. */
  readonly cost?: Cost;
  /** Why the cost is not known. */
  readonly unknown?: string;
  /** Sketches of the outputs; unknown ones are missing. */
  readonly outputs: Sketches;
  /** Sketches of what it keeps from one item to the next. */
  readonly kept?: unknown;
}

/**
 * The cost and the outputs of a node, from sketches of its inputs. Only functions of shapes are run.
 *
 * @param inputs by port; `port.0`, `port.1` … for a list
 * @param share the part of every item that the run makes
 */
export function planNode(node: GraphNode, inputs: Sketches, share: Share = { index: 0, of: 1 }): Known {
  const values = gathered(Object.keys(node.inputs), inputs);
  return node.operator.form === 'pure' ? planPure(node, values) : planOther(node, values, share);
}

/** Run a pure operator on the sketches. */
function planPure(node: GraphNode, inputs: Sketches): Known {
  const { operator, settings } = node;
  if (operator.form !== 'pure') throw new RangeError(`${operator.id} is a ${operator.form}`);
  try {
    const { value, flops, patches, bytes, choice } = measure(() => operator.run(inputs, settings), inputs);
    const counts = {
      ...(flops === 0 ? {} : { flops }),
      ...(patches === 0 ? {} : { evaluations: patches }),
      ...(choice === undefined ? {} : { choice }),
    };
    return bytes === bytesOf(inputs) ? { outputs: value } : { cost: { ...counts, bytes }, outputs: value };
  } catch (error) {
    return { ...withoutCost(node, firstLine(error)), outputs: sketched(node, inputs) };
  }
}

/** Use the cost that any other operator declares; without tensors in its inputs and outputs it costs nothing. */
function planOther(node: GraphNode, inputs: Sketches, share: Share): Known {
  const { operator, settings, sizes, body } = node;
  const outputs = sketched(node, inputs);
  try {
    if (operator.cost !== undefined) {
      const kept = measure(() => operator.keeps?.(settings, sizes, { inputs, outputs })).value;
      return { cost: operator.cost(settings, sizes, { inputs, body: compileBody(body), share }), outputs, kept };
    }
    const isKnown = Object.keys(operator.out).every((name) => name in outputs);
    if (isKnown && bytesOf([inputs, outputs]) === 0) return { outputs };
    return { ...withoutCost(node, `${operator.id} does not declare its cost`), outputs };
  } catch (error) {
    return { ...withoutCost(node, firstLine(error)), outputs };
  }
}

/** An unknown cost and the reason; an operator without tensors costs nothing. */
const withoutCost = ({ operator }: GraphNode, why: string): Pick<Known, 'unknown'> =>
  [...Object.values(operator.in), ...Object.values(operator.out)].some(({ kind }) => kind.tensors)
    ? { unknown: why }
    : {};

/** The outputs from the sketches of the operator, else from those of their kinds. */
function sketched({ operator, settings, sizes }: GraphNode, inputs: Sketches): Sketches {
  return measure(() => {
    const own = sketchOwn(operator, settings, sizes, inputs);
    const ports = Object.entries(operator.out).filter(([name]) => !(name in own));
    return { ...own, ...Object.fromEntries(ports.flatMap(([name, port]) => sketchOf(name, port, sizes))) };
  }).value;
}

/** The sketches that an operator makes itself; none where it reads an input that is not known. */
function sketchOwn({ sketch }: AnyOperator, settings: GraphNode['settings'], sizes: Sizes, inputs: Sketches): Sketches {
  try {
    return sketch?.(settings, sizes, inputs) ?? {};
  } catch {
    return {};
  }
}

function sketchOf(name: string, { kind, layout }: Port, sizes: Sizes): [string, unknown][] {
  const lengths = layout?.map((dimension) => lengthOf(dimension, sizes));
  if (kind.sketch === undefined || lengths === undefined || lengths.includes(undefined)) return [];
  return [[name, kind.sketch(lengths as number[])]];
}

/** The size of a dimension, or of a product of dimensions (`B·P`). */
function lengthOf(dimension: string | number, sizes: Sizes): number | undefined {
  if (typeof dimension === 'number') return dimension;
  return dimension
    .split('·')
    .map((letter) => sizes[letter])
    .reduce((a, b) => (a === undefined || b === undefined ? undefined : a * b), 1);
}

/** Inputs by port, with the members of a list port as one array; reading an unknown input throws. */
function gathered(names: readonly string[], inputs: Sketches): Sketches {
  const values: Record<string, unknown> = {};
  const portOf = (name: string): string => name.split('.')[0] ?? name;
  const unknown = new Set(names.filter((name) => !(name in inputs)).map(portOf));
  for (const port of unknown) {
    Object.defineProperty(values, port, { enumerable: true, get: () => refuseUnknown(port) });
  }
  for (const name of names) {
    const [port = name, member] = name.split('.');
    if (unknown.has(port)) continue;
    if (member === undefined) values[port] = inputs[name];
    else ((values[port] ??= []) as unknown[])[Number(member)] = inputs[name];
  }
  return values;
}

function refuseUnknown(port: string): never {
  throw new RangeError(`its input "${port}" is not known`);
}
