import type { Body } from '../contract/context.js';
import type { PureOperator } from '../contract/operator.js';
import { besides, type InPieces } from '../contract/pieces.js';
import { itemAt } from '../fault/item-at.js';
import { entryOf } from '../fault/entry-of.js';
import { BODY_INPUT, type BodyGraph, type Endpoint } from '../graph/graph.js';

type Values = Readonly<Record<string, unknown>>;

/**
 * Compile a checked body to a plain function: no Observable, no lease, one call per pure operator; all names are looked up here.
 *
 * @param graph of an operator without a body: nothing, and the function returns nothing
 */
export function compileBody(graph: BodyGraph | undefined): Body {
  if (graph === undefined) return NO_BODY;
  const slots = new Map([BODY_INPUT, ...graph.nodes.map(({ name }) => name)].map((name, slot) => [name, slot]));
  const readers = (edges: Readonly<Record<string, Endpoint>>) =>
    Object.entries(edges).map(([name, { node, port }]) => ({ name, slot: entryOf(slots, node), port }));
  const steps = graph.nodes.map(({ operator, settings, inputs }) => {
    const { run, pieces } = operator as PureOperator;
    return { run, pieces, settings, inputs: readers(inputs) };
  });
  const outputs = readers(graph.out);
  const body: Body = (inputs) => {
    const values: Values[] = [inputs];
    for (const step of steps) values.push(step.run(gather(step.inputs, values), step.settings));
    return gather(outputs, values);
  };
  if (steps.every(({ pieces }) => pieces === undefined)) return body;
  const pieces = function* (inputs: Values): InPieces<Values> {
    const values: Values[] = [inputs];
    for (const { run, pieces, ...step } of steps) {
      const given = gather(step.inputs, values);
      values.push(pieces ? yield* besides(values.slice(1), pieces(given, step.settings)) : run(given, step.settings));
    }
    return gather(outputs, values);
  };
  return Object.assign(body, { pieces });
}

const NO_BODY: Body = () => ({});

function gather(
  edges: readonly { readonly name: string; readonly slot: number; readonly port: string }[],
  values: readonly Values[],
): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (const { name, slot, port } of edges) given[name] = itemAt(values, slot)[port];
  return given;
}
