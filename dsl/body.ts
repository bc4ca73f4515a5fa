import type { Body, PureOperator } from './contract.js';
import { BODY_INPUT, type BodyGraph, type Endpoint } from './graph.js';

/** Compile a checked body to a plain function: no Observable, no lease, one call per pure operator. */
export function compileBody(graph: BodyGraph): Body {
  const steps = graph.nodes.map((node) => ({ ...node, operator: node.operator as PureOperator }));
  return (inputs) => {
    const values = new Map<string, Readonly<Record<string, unknown>>>([[BODY_INPUT, inputs]]);
    const read = ({ node, port }: Endpoint): unknown => values.get(node)?.[port];
    for (const { name, operator, settings, inputs: edges } of steps) {
      const given = Object.fromEntries(Object.entries(edges).map(([port, endpoint]) => [port, read(endpoint)]));
      values.set(name, operator.run(given, settings));
    }
    return Object.fromEntries(Object.entries(graph.out).map(([name, endpoint]) => [name, read(endpoint)]));
  };
}
