import type { Port } from '../contract/port.js';
import { HpdmError } from '../fault/fault.js';
import { formatPort, type GraphNode } from '../graph/graph.js';

/** Throws where a value is not what its port says. */
export type CheckValue = (value: unknown) => void;

const ACCEPT: CheckValue = () => undefined;

/**
 * Compile the check of what a node hands out at one of its outputs: its element type and every size that the graph has for the
 * letters of the port. What readers demand is among these sizes, so that a file cannot bring others than `check` said.
 *
 * fails E_VALUE_SHAPE (exit code 3), in the run
 */
export function checkValue(node: GraphNode, name: string, port: Port): CheckValue {
  const { kind, layout, dtype } = port;
  const { shapeOf, dtypeOf } = kind;
  if (layout === undefined || shapeOf === undefined) return ACCEPT;
  const wanted = layout.map((dimension) => (typeof dimension === 'number' ? dimension : node.sizes[dimension]));
  return (value) => {
    const shape = shapeOf(value);
    let fits =
      shape.length === wanted.length && (dtype === undefined || dtypeOf === undefined || dtypeOf(value) === dtype);
    for (let i = 0; fits && i < wanted.length; i++) fits = wanted[i] === undefined || wanted[i] === shape[i];
    if (!fits) throw misfit(node, name, port, shape, dtypeOf?.(value));
  };
}

function misfit(node: GraphNode, name: string, port: Port, shape: readonly number[], dtype?: string): HpdmError {
  const wanted = (port.layout ?? []).flatMap((dimension, i) => {
    const size = typeof dimension === 'number' ? dimension : node.sizes[dimension];
    return size === undefined || size === shape[i]
      ? []
      : [`${dimension} = ${size} instead of ${shape[i] ?? 'nothing'}`];
  });
  const change = `other settings of ${node.path}, or another input`;
  return new HpdmError({
    code: 'E_VALUE_SHAPE',
    place: node.place,
    path: `${node.path}.out.${name}`,
    expected: `${formatPort(port, node.sizes)}, as its readers need`,
    got: `[${shape.join(', ')}]${dtype === undefined ? '' : ` ${dtype}`}`,
    try: wanted.length === 0 ? change : `${change}, for ${wanted.join(', ')}`,
    ...(node.usedBy === undefined ? {} : { usedBy: node.usedBy }),
  });
}
