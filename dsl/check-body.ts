import { checkInputs, type Origin } from './check-inputs.js';
import { checkSettings } from './check-settings.js';
import type { AnyOperator } from './contract.js';
import type { BodyDocument } from './document.js';
import type { Fault } from './error.js';
import type { RawNode } from './expand.js';
import { BODY_INPUT, type BodyGraph, type Endpoint, type GraphNode } from './graph.js';
import { suggestion } from './nearest.js';
import { show } from './parameter.js';
import type { Registry } from './registry.js';
import { sortByEdges } from './sort.js';

/** Check a body as a small graph of its own, whose inputs are the operator's body ports and the node's further inputs. */
export function checkBody(
  raw: RawNode,
  operator: AnyOperator,
  registry: Registry,
  faults: Fault[],
): BodyGraph | undefined {
  const { body } = raw;
  const wanted = operator.body;
  const at = { ...raw.at(body === undefined ? [] : ['body']), path: raw.at(['body']).path };
  if (body === undefined || wanted === undefined) {
    if (body !== undefined) {
      faults.push({
        ...at,
        code: 'E_BODY_UNEXPECTED',
        expected: `no body: ${operator.id} takes none`,
        got: 'a body',
      });
    } else if (wanted !== undefined) {
      const expected = `a body with outputs ${Object.keys(wanted.out).join(', ')}`;
      faults.push({ ...at, code: 'E_BODY_MISSING', expected, got: 'nothing' });
    }
    return undefined;
  }
  const nodes = checkBodyNodes(raw, body.document, registry, faults);
  for (const node of nodes) {
    checkReferences(raw, operator, body.document, node, faults);
    const written = (port: string) => raw.at(['body', 'nodes', node.name, 'in', port]);
    checkInputs(node, written, faults, (endpoint) => originIn(operator, nodes, endpoint));
  }
  return { nodes: sortByEdges(nodes, faults), out: bodyOutputs(raw, operator, body.document, faults) };
}

/** The output an edge of the body begins at; `unknown` where the reference is a fault, or the type is the outer graph's. */
function originIn(
  operator: AnyOperator,
  nodes: readonly GraphNode[],
  { node: name, port }: Endpoint,
): Origin | 'unknown' {
  if (name === BODY_INPUT) {
    const type = operator.body?.in[port] ?? operator.in[port];
    return type === undefined ? 'unknown' : { ports: { [port]: type }, name: `the body of ${operator.id}`, port };
  }
  const node = nodes.find((candidate) => candidate.name === name);
  return node === undefined ? 'unknown' : { ports: node.operator.out, name: node.operator.id, port };
}

/** Every reference of a body node names an input of the body or another of its nodes. */
function checkReferences(
  raw: RawNode,
  operator: AnyOperator,
  document: BodyDocument,
  node: GraphNode,
  faults: Fault[],
): void {
  const inputs = [...Object.keys(operator.body?.in ?? {}), ...Object.keys(raw.inputs)];
  for (const [port, endpoint] of Object.entries(node.inputs)) {
    const isInput = endpoint.node === BODY_INPUT;
    if (isInput ? inputs.includes(endpoint.port) : endpoint.node in document.nodes) continue;
    const trail = ['body', 'nodes', node.name, 'in', port];
    faults.push({
      ...raw.at(trail),
      code: 'E_REFERENCE',
      expected: isInput ? 'an input of the body' : 'the name of a node of the body',
      got: `"${endpoint.node}.${endpoint.port}"`,
      try: isInput
        ? suggestion(endpoint.port, inputs)
        : suggestion(endpoint.node, [...Object.keys(document.nodes), BODY_INPUT]),
    });
  }
}

function checkBodyNodes(raw: RawNode, document: BodyDocument, registry: Registry, faults: Fault[]): GraphNode[] {
  return Object.entries(document.nodes).flatMap(([name, inner]): GraphNode[] => {
    const trail = ['body', 'nodes', name];
    const operator = registry[inner.op];
    const at = raw.at(trail);
    if (operator?.form !== 'pure') {
      const hint = suggestion(
        inner.op,
        Object.values(registry)
          .filter(({ form }) => form === 'pure')
          .map(({ id }) => id),
      );
      faults.push({ ...at, code: 'E_BODY_OPERATOR', expected: 'a pure operator', got: `"${inner.op}"`, try: hint });
      return [];
    }
    const settings = checkSettings(
      operator,
      (raw.body?.with[name] ?? {}) as Record<string, unknown>,
      raw,
      trail,
      faults,
    );
    const inputs = Object.fromEntries(
      Object.entries(inner.in ?? {}).map(([port, text]) => [port, parseEndpoint(text)]),
    );
    return [{ name, operator, settings, inputs, ...at }];
  });
}

function bodyOutputs(
  raw: RawNode,
  operator: AnyOperator,
  document: BodyDocument,
  faults: Fault[],
): Record<string, Endpoint> {
  const wanted = Object.keys(operator.body?.out ?? {});
  for (const name of wanted.filter((name) => !(name in document.out))) {
    faults.push({
      ...raw.at(['body', 'out']),
      code: 'E_BODY_OUTPUT',
      expected: `"${name}"`,
      got: show(Object.keys(document.out)),
    });
  }
  return Object.fromEntries(Object.entries(document.out).map(([name, text]) => [name, parseEndpoint(text)]));
}

function parseEndpoint(text: string): Endpoint {
  const [node = '', port = ''] = text.split('.');
  return { node, port };
}
