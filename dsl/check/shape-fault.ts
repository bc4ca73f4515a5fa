import { counted } from '../fault/counted.js';
import type { Port, Sizes } from '../contract/port.js';
import type { Conflict } from './dimensions.js';
import type { Draft, Edge, End } from './draft.js';
import type { Fault } from '../fault/fault.js';
import { formatPort } from '../graph/graph.js';
import { inBrackets, makersOf, type Registry } from '../contract/registry.js';
import { explain, lineOf, reason, remedy, type SizeFact } from './size-fact.js';

/** A dimension that has different sizes at the two ends of an edge; `left` is the end that reads. */
export interface Disagreement {
  readonly dimension: string | number;
  readonly conflict: Conflict<SizeFact>;
}

type SizesOf = (end: End) => Sizes;

/** The parts of a fault that describe the two ends of an edge. */
function ends({ from, to, at }: Edge, sizesOf: SizesOf): Pick<Fault, 'place' | 'path' | 'expected' | 'got'> {
  const show = (end: End): string => `${formatPort(end.port, sizesOf(end))}   ${describe(end, at.place.file)}`;
  return { ...at, expected: show(to), got: show(from) };
}

/** The port at an end of an edge, for messages: `output "video" of nodes.decode (video.tensor, line 9)`. */
function describe({ node, name, side }: End, file: string): string {
  const { id } = node.operator;
  if (side === 'input') return `input "${name}" of ${id}`;
  if (side === 'output') return `output "${name}" of ${node.at([]).path} (${id}, ${lineOf(node.at([]).place, file)})`;
  return `${side === 'body input' ? 'input' : 'output'} "${name}" of the body of ${id}`;
}

/** The fault if kind or element type differ; undefined if they agree. */
export function typeFault(edge: Edge, registry: Registry, sizesOf: SizesOf): Fault | undefined {
  const [wanted, offered] = [edge.to.port, edge.from.port];
  if (wanted.kind.name === offered.kind.name && wanted.dtype === offered.dtype) return undefined;
  const others = Object.entries(edge.from.node.operator.out).filter(([, port]) => port.kind.name === wanted.kind.name);
  const other = edge.from.side === 'output' ? others[0]?.[0] : undefined;
  const hint =
    other === undefined ? between(edge, registry) : `its output "${other}", which is of kind ${wanted.kind.name}`;
  return { ...ends(edge, sizesOf), code: 'E_EDGE_TYPE', try: hint ?? makersOf(wanted.kind.name, registry) };
}

/** The fault of an edge whose ends have `wanted` and `offered` dimensions. */
export const rankFault = (edge: Edge, wanted: number, offered: number, sizesOf: SizesOf): Fault => ({
  ...ends(edge, sizesOf),
  code: 'E_EDGE_SHAPE',
  message: `${counted(wanted, 'dimension')} ${wanted === 1 ? 'is' : 'are'} needed, ${offered} ${offered === 1 ? 'is' : 'are'} given`,
  try: `an output of ${counted(wanted, 'dimension')}`,
});

/** The fault if the sizes of dimensions differ. */
export function shapeFault(edge: Edge, disagreements: readonly Disagreement[], sizesOf: SizesOf): Fault {
  const { file } = edge.at.place;
  const inWords = wordsFault(edge, disagreements, sizesOf);
  if (inWords !== undefined) return inWords;
  const groups = grouped(disagreements, file).map((group) => ({ ...group, letters: namesOf(group.members) }));
  const message = groups.map(({ letters, members, left, right }) => {
    const sizes = (end: 'left' | 'right'): string => members.map(({ conflict }) => conflict[end].size).join(', ');
    return `${letters} ${members.length > 1 ? 'are' : 'is'} ${sizes('left')} ${left}, but ${sizes('right')} ${right}`;
  });
  const remedies = groups.flatMap(({ members, letters }) => members.map(({ conflict }) => remedy(conflict, letters)));
  return {
    ...ends(edge, sizesOf),
    code: 'E_EDGE_SHAPE',
    message: message.join('; '),
    try: [...new Set(remedies)].join('; '),
  };
}

/** The fault of an edge between values of a kind that can say in words what the size of its first dimension means. */
function wordsFault(edge: Edge, disagreements: readonly Disagreement[], sizesOf: SizesOf): Fault | undefined {
  const { inWords } = edge.to.port.kind;
  const first = disagreements.find(({ dimension }) => dimension === edge.to.port.layout?.[0]);
  if (inWords === undefined || first === undefined) return undefined;
  const { file } = edge.at.place;
  const { left, right } = first.conflict;
  const [needed, given] = [inWords(left.size), inWords(right.size)];
  return {
    ...ends(edge, sizesOf),
    code: 'E_EDGE_SHAPE',
    message: `${needed} is needed ${reason(left, file)}, but ${given} is given ${reason(right, file)}`,
    try: `read an output with ${needed}`,
  };
}

interface Group {
  readonly left: string;
  readonly right: string;
  readonly members: Disagreement[];
}

/** Group disagreements with the same reasons. */
function grouped(disagreements: readonly Disagreement[], file: string): Group[] {
  const groups: Group[] = [];
  for (const disagreement of disagreements) {
    const { left, right } = disagreement.conflict;
    const [a, b] = [reason(left, file), reason(right, file)];
    const known = groups.find((group) => group.left === a && group.right === b);
    if (known === undefined) groups.push({ left: a, right: b, members: [disagreement] });
    else known.members.push(disagreement);
  }
  return groups;
}

const namesOf = (members: readonly Disagreement[]): string =>
  members.map(({ dimension }) => (typeof dimension === 'number' ? `dimension ${dimension}` : dimension)).join(', ');

/** The fault if values may lie outside the required range; undefined if they cannot. */
export function rangeFault(edge: Edge, registry: Registry, sizesOf: SizesOf): Fault | undefined {
  const { range: wanted } = edge.to.port;
  const { range: offered } = edge.from.port;
  if (wanted === undefined || (offered && offered[0] >= wanted[0] && offered[1] <= wanted[1])) return undefined;
  const bounds = `[${wanted.join(', ')}]`;
  return {
    ...ends(edge, sizesOf),
    code: 'E_EDGE_RANGE',
    message: `values may lie outside ${bounds}`,
    try: between(edge, registry) ?? `an output whose values lie in ${bounds}`,
  };
}

/** Advice that names up to two operators which convert the offered values to the required ones. */
function between({ from, to }: Edge, registry: Registry): string | undefined {
  const fitting = Object.values(registry).filter(
    ({ in: inputs, out, body }) =>
      body === undefined &&
      Object.values(out).some((port) => suits(port, to.port)) &&
      Object.values(inputs).some((port) => suits(from.port, port)) &&
      Object.values(inputs).filter(({ optional }) => optional !== true).length === 1,
  );
  if (fitting.length === 0) return undefined;
  const named = fitting.slice(0, 2).map(({ id, summary }) => inBrackets(id, summary));
  return `put ${named.join(' or ')} between them`;
}

const suits = (offered: Port, wanted: Port): boolean =>
  offered.kind.name === wanted.kind.name &&
  (wanted.range === undefined ||
    (offered.range !== undefined && offered.range[0] >= wanted.range[0] && offered.range[1] <= wanted.range[1]));

/** The fault if a size from a node's settings contradicts the sizes on its edges. */
export function sizeFault(node: Draft, letter: string, conflict: Conflict<SizeFact>): Fault {
  const at = node.at([]);
  const { file } = at.place;
  return {
    ...at,
    code: 'E_SIZE',
    message: `${letter} of ${node.operator.id} has two sizes`,
    expected: `${letter} = ${explain(conflict.left, file)}`,
    got: `${letter} = ${explain(conflict.right, file)}`,
    try: remedy(conflict, letter),
  };
}
