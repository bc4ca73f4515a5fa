import * as t from 'io-ts';
import { closed } from '../codec/closed.js';
import { listOf, mapOf } from '../codec/list-of.js';
import { named } from '../codec/named.js';
import { oneOf } from '../codec/one-of.js';
import { plain } from '../codec/plain.js';
import { refined, type Misfit } from '../codec/refined.js';
import { such } from '../codec/such.js';
import { tagged } from '../codec/tagged.js';
import { asWritten } from '../contract/propose.js';
import { parseBytes } from './parse-bytes.js';

/** Words in capitals stand for what only the user knows. */
const NODES = '{ NAME: { op: OPERATOR } }';
const texts = (expected: string, example: string) =>
  such({ expected, example }, (value): value is string | readonly string[] =>
    [value].flat().every((item: unknown) => typeof item === 'string'),
  );

/** A reference `node.port` within the same graph; `in.port` is an input of the graph. A list input takes several. */
const reference = texts('node.port, or a list of them for an input that takes several', 'NODE.PORT');
const MAP = { expected: 'a map from names to node.port', example: '{ NAME: NODE.PORT }' };
const references = mapOf(reference, MAP);
const texted = mapOf(plain.text, MAP);
const settings = mapOf(t.unknown, { expected: 'settings: { name: value }', example: '{ NAME: VALUE }' });

const about = { default: t.unknown, description: plain.text };
const bounds = { min: plain.number, max: plain.number, unit: plain.text };
const declaration = (type: string) => ({ expected: `parameter of type ${type}`, example: `{ type: ${type} }` });
const parameter = <T extends string>(type: T) => closed(declaration(type), { type: t.literal(type) }, about);
const bounded = <T extends string>(type: T) =>
  refined(closed(declaration(type), { type: t.literal(type) }, { ...about, ...bounds }), belowMin);

/** A parameter that no value fits. */
const belowMin = ({ min, max }: { readonly min?: number; readonly max?: number }): Misfit | undefined =>
  min === undefined || max === undefined || min <= max
    ? undefined
    : { key: 'max', expected: `${min} or more, which is min`, example: `${min}` };

const words = { expected: 'a list of texts', example: '[first, second]' };
const values = refined(listOf(plain.text, words), (given) => {
  const different = [...new Set(given)];
  if (given.length > 0 && different.length === given.length) return undefined;
  const example = given.length === 0 ? words.example : `[${different.map(asWritten).join(', ')}]`;
  return { expected: 'one text or more, each once', example };
});

/** A parameter of a document, as declared. */
const parameterCodec = tagged(
  { expected: 'a declaration: { type: int, default: 5 }', example: '{ type: int, default: 5 }' },
  'type',
  {
    string: parameter('string'),
    int: bounded('int'),
    number: bounded('number'),
    bool: parameter('bool'),
    enum: closed(declaration('enum'), { type: t.literal('enum'), values }, about),
    path: parameter('path'),
    file: parameter('file'),
    cascade: parameter('cascade'),
    list: refined(
      closed(
        declaration('list'),
        { type: t.literal('list'), of: oneOf(['string', 'int', 'number']) },
        { ...about, ...bounds },
      ),
      belowMin,
    ),
  },
);

const byName = { expected: 'nodes by name', example: NODES };
const bodyNode = closed(
  { expected: 'a node: { op: … }', example: '{ op: OPERATOR }' },
  { op: plain.text },
  { in: texted, with: settings },
);
const bodyCodec = closed(
  { expected: 'a body: { nodes: …, out: … }', example: `{ nodes: ${NODES}, out: { NAME: NODE.PORT } }` },
  { nodes: named(byName, bodyNode, ['in']), out: texted },
  {},
);

const step = { op: plain.text, graph: plain.text, in: references, with: settings, body: bodyCodec };
const stepCodec = closed({ expected: 'a step: { op: … }', example: '{ op: OPERATOR }' }, {}, step);
const repeats = such(
  {
    expected: '"levels of ${NAME}", "levels of ${NAME} from 1 to 2", "each of ${NAME}" or a list',
    example: "'levels of ${cascade}'",
  },
  (value): value is string | readonly unknown[] => typeof value === 'string' || Array.isArray(value),
);
const steps = listOf(stepCodec, { expected: 'a list of steps', example: '[{ op: OPERATOR }]' });
const nodeCodec = closed(
  { expected: 'a node: { op: … }', example: '{ op: OPERATOR, in: { PORT: NODE.PORT } }' },
  {},
  { ...step, chain: steps, for: repeats, spread: oneOf(['jobs']) },
);

const graph = { nodes: named({ ...byName, expected: 'nodes by name: { clip: { op: … } }' }, nodeCodec, ['in']) };
const graphParts = {
  about: plain.text,
  params: named({ expected: 'parameters by name', example: '{ seed: { type: int, default: 0 } }' }, parameterCodec),
  in: named({ expected: 'inputs by name, each with a description', example: '{ NAME: what it is for }' }, plain.text),
  out: named({ expected: 'outputs by name, each node.port', example: '{ NAME: NODE.PORT }' }, plain.text),
};
const size = such(
  { expected: 'a size such as 2GiB or 512MiB', example: '2GiB' },
  (value): value is string => typeof value === 'string' && parseBytes(value) !== undefined,
);

const items = such(
  { expected: 'a whole number ≥ 1', example: '2' },
  (value): value is number => Number.isInteger(value) && Number(value) >= 1,
);
const limits = { expected: 'limits: { inFlight: 2, copies: 4, memory: 1GiB }', example: '{ inFlight: 2 }' };

/** The codec of a pipeline document. */
export const documentCodec = closed(
  { expected: 'a pipeline document', example: `{ hpdm: 1, nodes: ${NODES} }` },
  {
    hpdm: such({ expected: '1, the version of the language', example: '1' }, (value): value is 1 => value === 1),
    ...graph,
  },
  {
    ...graphParts,
    extends: plain.text,
    use: texts('the path of a module of operators, or a list of them', 'MODULE.ts'),
    limits: closed(limits, {}, { inFlight: items, copies: items, memory: size }),
    graphs: named(
      { expected: 'graphs by name', example: `{ NAME: { nodes: ${NODES} } }` },
      closed({ expected: 'a graph: { nodes: … }', example: `{ nodes: ${NODES} }` }, graph, graphParts),
    ),
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
