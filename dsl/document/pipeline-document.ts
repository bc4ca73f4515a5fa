import * as t from 'io-ts';
import { closed, named, oneOf, such, tagged, texts } from '../contract/closed.js';
import { parseBytes } from './parse-bytes.js';

/** A reference `node.port` within the same graph; `in.port` is an input of the graph. A list input takes several. */
const references = t.record(t.string, texts('node.port, or a list of them for an input that takes several'));
const texted = t.record(t.string, t.string);
const settings = t.record(t.string, t.unknown, 'settings: { name: value }');

const about = { default: t.unknown, description: t.string };
const bounds = { min: t.number, max: t.number, unit: t.string };
const type = <T extends string>(name: T) => ({ type: t.literal(name) });

/** A parameter of a document, as declared. */
const parameterCodec = tagged('a declaration: { type: int, default: 5 }', 'type', {
  string: closed('parameter of type string', type('string'), about),
  int: closed('parameter of type int', type('int'), { ...about, ...bounds }),
  number: closed('parameter of type number', type('number'), { ...about, ...bounds }),
  bool: closed('parameter of type bool', type('bool'), about),
  enum: closed('parameter of type enum', { ...type('enum'), values: t.readonlyArray(t.string) }, about),
  path: closed('parameter of type path', type('path'), about),
  file: closed('parameter of type file', type('file'), about),
  cascade: closed('parameter of type cascade', type('cascade'), about),
  list: closed(
    'parameter of type list',
    { ...type('list'), of: oneOf(['string', 'int', 'number']) },
    { ...about, ...bounds },
  ),
});

const bodyNode = closed('a node: { op: … }', { op: t.string }, { in: texted, with: settings });
const bodyCodec = closed(
  'a body: { nodes: …, out: … }',
  { nodes: named('nodes by name', bodyNode, ['in']), out: texted },
  {},
);

const step = { op: t.string, graph: t.string, in: references, with: settings, body: bodyCodec };
const stepCodec = closed('a step: { op: … }', {}, step);
const repeats = such(
  '"levels of ${NAME}", "each of ${NAME}" or a list',
  (value): value is string | readonly unknown[] => typeof value === 'string' || Array.isArray(value),
);
const nodeCodec = closed('a node: { op: … }', {}, { ...step, chain: t.readonlyArray(stepCodec), for: repeats });

const graph = { nodes: named('nodes by name: { clip: { op: … } }', nodeCodec, ['in']) };
const graphParts = {
  about: t.string,
  params: named('parameters by name', parameterCodec),
  in: named('inputs by name, each with a description', t.string),
  out: named('outputs by name, each node.port', t.string),
};
const size = such(
  'a size such as 2GiB or 512MiB',
  (value): value is string => typeof value === 'string' && parseBytes(value) !== undefined,
);

const items = such('a whole number ≥ 1', (value): value is number => Number.isInteger(value) && Number(value) >= 1);

/** The codec of a pipeline document. */
export const documentCodec = closed(
  'a pipeline document',
  { hpdm: such('1, the version of the language', (value): value is 1 => value === 1), ...graph },
  {
    ...graphParts,
    extends: t.string,
    use: texts('the path of a module of operators, or a list of them'),
    limits: closed('limits: { inFlight: 2, memory: 1GiB }', {}, { inFlight: items, copies: items, memory: size }),
    graphs: named('graphs by name', closed('a graph: { nodes: … }', graph, graphParts)),
  },
);

/** A decoded pipeline document. */
export type PipelineDocument = t.TypeOf<typeof documentCodec>;
/** The common parts of a document and an entry of its `graphs`. */
export type GraphDocument = Pick<PipelineDocument, 'about' | 'params' | 'in' | 'out' | 'nodes'>;
/** A node of a document: an operator, a sub-graph or a chain. */
export type NodeDocument = t.TypeOf<typeof nodeCodec>;
/** A step of a chain: a node without a name. */
export type StepDocument = t.TypeOf<typeof stepCodec>;
/** The sub-graph that a higher-order operator calls. */
export type BodyDocument = t.TypeOf<typeof bodyCodec>;
/** A decoded parameter of a document. */
export type ParameterDocument = t.TypeOf<typeof parameterCodec>;
