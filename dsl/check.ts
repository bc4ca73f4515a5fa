import type { AnyOperator, Port, Ports } from './contract.js';
import type { BodyDocument } from './document.js';
import { HpdmError, type Fault, type Place } from './error.js';
import { expand, type RawGraph, type RawNode } from './expand.js';
import { BODY_INPUT, formatPort, type BodyGraph, type Endpoint, type Graph, type GraphNode } from './graph.js';
import { suggestion } from './nearest.js';
import { misfit, show } from './parameter.js';
import type { Registry } from './registry.js';
import type { Bindings } from './settings.js';
import { sortByEdges } from './sort.js';

const DEFAULT_IN_FLIGHT = 2;

/**
 * Read a document and check all of it: every fault is found before one is thrown.
 *
 * @param file a pipeline document, YAML or JSON
 * @param given values of its parameters, as from `--set`
 * fails HpdmError with one fault per mistake, each with file, line and column
 */
export function load(file: string, given: Bindings, registry: Registry): Graph {
  const faults: Fault[] = [];
  const raw = expand(file, given, faults);
  const nodes = raw.nodes.flatMap((node) => checkNode(node, registry, faults));
  checkEdges(nodes, raw, faults);
  const sorted = sortByEdges(nodes, faults);
  if (faults.length > 0) throw new HpdmError(faults);
  const { about = '', limits } = raw.document;
  return { file, about, nodes: sorted, inFlight: limits?.inFlight ?? DEFAULT_IN_FLIGHT };
}

/** Look up the operator and decode its settings; no node where the operator is unknown. */
function checkNode(raw: RawNode, registry: Registry, faults: Fault[]): GraphNode[] {
  const operator = registry[raw.op];
  if (operator === undefined) {
    faults.push({
      code: 'E_OPERATOR_UNKNOWN',
      place: raw.place(['op']),
      path: `${raw.path}.op`,
      expected: 'the id of an operator',
      got: `"${raw.op}"`,
      try: suggestion(raw.op, Object.keys(registry)),
    });
    return [];
  }
  const settings = checkSettings(operator, raw.with, raw, [], faults);
  const body = checkBody(raw, operator, registry, faults);
  const { name, inputs, path } = raw;
  return [{ name, operator, settings, inputs, path, place: raw.place([]), ...(body === undefined ? {} : { body }) }];
}

function checkSettings(
  operator: AnyOperator,
  given: Readonly<Record<string, unknown>>,
  raw: RawNode,
  trail: readonly string[],
  faults: Fault[],
): Record<string, unknown> {
  const report = (name: string, fault: Omit<Fault, 'place' | 'path'>): void => {
    const path = [raw.path, ...trail, 'with', name].join('.');
    faults.push({ ...fault, place: raw.place([...trail, 'with', name]), path });
  };
  for (const name of Object.keys(given).filter((name) => !(name in operator.with))) {
    const hint = suggestion(name, Object.keys(operator.with));
    report(name, { code: 'E_SETTING_UNKNOWN', expected: `a parameter of ${operator.id}`, got: name, try: hint });
  }
  const entries = Object.entries(operator.with).map(([name, parameter]) => {
    const value = given[name] ?? parameter.default;
    // a text that named an unbound parameter is there, but undefined: the parameter has its own fault
    const unbound = name in given && given[name] === undefined;
    const wrong = unbound ? undefined : misfit(parameter, value);
    if (wrong !== undefined && !(value === undefined && parameter.optional === true)) {
      const code = value === undefined ? 'E_SETTING_MISSING' : 'E_SETTING_TYPE';
      report(name, { code, ...wrong, try: `${name}: ${parameter.description}` });
    }
    return [name, value] as const;
  });
  return Object.fromEntries(entries);
}

/** Every input known, given and of the right type; every reference to an output that is there. */
function checkEdges(nodes: readonly GraphNode[], raw: RawGraph, faults: Fault[]): void {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  for (const node of nodes) {
    const written = raw.nodes.find(({ name }) => name === node.name);
    const place = (port: string): Place => written?.place(['in', port]) ?? node.place;
    checkInputs(node, place, faults, ({ node: name, port }) => {
      const origin = byName.get(name);
      // a node that could not be looked up has its own fault
      return origin === undefined ? 'unknown' : { ports: origin.operator.out, name: origin.operator.id, port };
    });
  }
}

interface Origin {
  readonly ports: Ports;
  readonly name: string;
  readonly port: string;
}

function checkInputs(
  node: Pick<GraphNode, 'operator' | 'inputs' | 'path' | 'place'> & { readonly passed?: Ports },
  place: (port: string) => Place,
  faults: Fault[],
  originOf: (endpoint: Endpoint) => Origin | 'unknown',
): void {
  const { operator, inputs, path } = node;
  const given = new Set(Object.keys(inputs).map(portOf));
  const missing = Object.entries(operator.in).filter(([port, type]) => type.optional !== true && !given.has(port));
  for (const [port, type] of missing) {
    const expected = `${formatPort(type)}   ${operator.id}, input "${port}"`;
    faults.push({ code: 'E_INPUT_MISSING', place: node.place, path: `${path}.in.${port}`, expected, got: 'nothing' });
  }
  for (const [member, endpoint] of Object.entries(inputs)) {
    const port = portOf(member);
    const at = { place: place(port), path: `${path}.in.${port}` };
    const wanted = operator.in[port];
    if (wanted === undefined && operator.body === undefined) {
      const hint = suggestion(port, Object.keys(operator.in));
      faults.push({ ...at, code: 'E_INPUT_UNKNOWN', expected: `an input of ${operator.id}`, got: port, try: hint });
      continue;
    }
    const origin = originOf(endpoint);
    if (origin === 'unknown') continue;
    const offered = origin.ports[origin.port];
    if (offered === undefined) {
      const hint = suggestion(origin.port, Object.keys(origin.ports));
      faults.push({
        ...at,
        code: 'E_OUTPUT_UNKNOWN',
        expected: `an output of ${origin.name}`,
        got: origin.port,
        try: hint,
      });
    } else if (wanted !== undefined && !fits(offered, wanted)) {
      const expected = `${formatPort(wanted)}   ${operator.id}, input "${port}"`;
      faults.push({
        ...at,
        code: 'E_EDGE_TYPE',
        expected,
        got: `${formatPort(offered)}   ${origin.name}, output "${origin.port}"`,
      });
    }
  }
}

/** The port a member of a list input belongs to: `videos.1` is of `videos`. */
const portOf = (name: string): string => name.split('.')[0] ?? name;

/** May a value of type `offered` go into a port of type `wanted`? Kinds, ranks and fixed dimensions must agree. */
function fits(offered: Port, wanted: Port): boolean {
  if (offered.kind.name !== wanted.kind.name || offered.dtype !== wanted.dtype) return false;
  if (offered.layout === undefined || wanted.layout === undefined) return true;
  if (offered.layout.length !== wanted.layout.length) return false;
  return offered.layout.every((dimension, i) => {
    const other = wanted.layout?.[i];
    return typeof dimension === 'string' || typeof other === 'string' || dimension === other;
  });
}

/** Check a body as a small graph of its own, whose inputs are the operator's body ports and the node's further inputs. */
function checkBody(raw: RawNode, operator: AnyOperator, registry: Registry, faults: Fault[]): BodyGraph | undefined {
  if (raw.body === undefined) {
    if (operator.body === undefined) return undefined;
    const expected = `a body with outputs ${Object.keys(operator.body.out).join(', ')}`;
    faults.push({ code: 'E_BODY_MISSING', place: raw.place([]), path: `${raw.path}.body`, expected, got: 'nothing' });
    return undefined;
  }
  if (operator.body === undefined) {
    faults.push({
      code: 'E_BODY_UNEXPECTED',
      place: raw.place(['body']),
      path: `${raw.path}.body`,
      expected: `no body: ${operator.id} takes none`,
      got: 'a body',
    });
    return undefined;
  }
  const { document } = raw.body;
  const nodes = checkBodyNodes(raw, document, registry, faults);
  const inputs = new Set([...Object.keys(operator.body.in), ...Object.keys(raw.inputs)]);
  const originOf = (endpoint: Endpoint, trail: readonly string[]): Origin | 'unknown' => {
    const place = raw.place(['body', ...trail]);
    const path = [raw.path, 'body', ...trail].join('.');
    if (endpoint.node === BODY_INPUT) {
      if (!inputs.has(endpoint.port)) {
        faults.push({
          code: 'E_REFERENCE',
          place,
          path,
          expected: 'an input of the body',
          got: `"in.${endpoint.port}"`,
          try: suggestion(endpoint.port, [...inputs]),
        });
      }
      const type = operator.body?.in[endpoint.port] ?? operator.in[endpoint.port];
      return type === undefined
        ? 'unknown'
        : { ports: { [endpoint.port]: type }, name: `${operator.id} body`, port: endpoint.port };
    }
    const node = nodes.find(({ name }) => name === endpoint.node);
    if (node !== undefined) return { ports: node.operator.out, name: node.operator.id, port: endpoint.port };
    if (!(endpoint.node in document.nodes)) {
      const hint = suggestion(endpoint.node, [...Object.keys(document.nodes), BODY_INPUT]);
      faults.push({
        code: 'E_REFERENCE',
        place,
        path,
        expected: 'the name of a node of the body',
        got: `"${endpoint.node}"`,
        try: hint,
      });
    }
    return 'unknown';
  };
  for (const node of nodes) {
    for (const [port, endpoint] of Object.entries(node.inputs)) originOf(endpoint, ['nodes', node.name, 'in', port]);
    checkInputs(
      node,
      (port) => raw.place(['body', 'nodes', node.name, 'in', port]),
      faults,
      (endpoint) => {
        const known = endpoint.node === BODY_INPUT || nodes.some(({ name }) => name === endpoint.node);
        return known ? originOf(endpoint, []) : 'unknown';
      },
    );
  }
  return { nodes: sortByEdges(nodes, faults), out: bodyOutputs(raw, operator, document, faults) };
}

function checkBodyNodes(raw: RawNode, document: BodyDocument, registry: Registry, faults: Fault[]): GraphNode[] {
  return Object.entries(document.nodes).flatMap(([name, inner]): GraphNode[] => {
    const trail = ['body', 'nodes', name];
    const operator = registry[inner.op];
    const at = { place: raw.place(trail), path: [raw.path, ...trail].join('.') };
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
      code: 'E_BODY_OUTPUT',
      place: raw.place(['body', 'out']),
      path: `${raw.path}.body.out`,
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
