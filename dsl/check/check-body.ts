import { checkInputs, type Origin } from './check-inputs.js';
import { ownEntry } from '../fault/own-entry.js';
import { checkSettings, type Limits } from './check-settings.js';
import type { AnyOperator } from '../contract/operator.js';
import type { Ports } from '../contract/port.js';
import type { BodyDocument } from '../document/pipeline-document.js';
import type { Draft, DraftBody } from './draft.js';
import type { Fault } from '../fault/fault.js';
import type { Presets } from '../document/read-source.js';
import type { Known, RawNode } from '../expand/expand.js';
import { BODY_INPUT, formatPort, type Endpoint } from '../graph/graph.js';
import { nearest, suggestion } from '../fault/nearest.js';
import { makersOf, type Registry } from '../contract/registry.js';
import { sortByEdges } from './sort-by-edges.js';

/** A node whose body is being checked. */
interface Holder {
  readonly raw: RawNode;
  readonly operator: AnyOperator;
  readonly document: BodyDocument;
  readonly registry: Registry;
  readonly presets: Presets;
  readonly limits: Limits;
  readonly faults: Fault[];
}

/** Check a body as a separate small graph, whose inputs are the operator's body ports and the node's further inputs. */
export function checkBody(
  raw: RawNode,
  operator: AnyOperator,
  { registry, presets, limits }: Known & { readonly limits: Limits },
  faults: Fault[],
): DraftBody | undefined {
  const { body } = raw;
  if (operator.body === undefined) {
    if (body === undefined) return undefined;
    const taking = Object.values(registry).filter((other) => other.body !== undefined);
    faults.push({
      ...raw.at(['body']),
      code: 'E_BODY_UNEXPECTED',
      expected: `no body: ${operator.id} does not call one`,
      got: 'a body',
      try: `remove the body; operators with a body: ${taking.map(({ id }) => id).join(', ')}`,
    });
    return undefined;
  }
  if (body === undefined) {
    faults.push(missingBody(raw, operator));
    return undefined;
  }
  return checkNodes({ raw, operator, document: body.document, registry, presets, limits, faults });
}

function missingBody(raw: RawNode, { id, body }: AnyOperator): Fault {
  const needed = (ports: Ports = {}): string[] => Object.keys(ports).filter((name) => ports[name]?.optional !== true);
  const outputs = needed(body?.out);
  return {
    ...raw.at(['body']),
    code: 'E_BODY_MISSING',
    expected: `a body, the graph that ${id} calls: from in.${needed(body?.in).join(', in.')} to ${outputs.join(', ')}`,
    got: 'nothing',
    try: `body: { nodes: { … }, out: { ${outputs.map((name) => `${name}: node.port`).join(', ')} } }`,
  };
}

function checkNodes(holder: Holder): DraftBody {
  const { raw, operator, document, faults } = holder;
  const nodes = Object.keys(document.nodes).flatMap((name) => draftOf(holder, name));
  for (const node of nodes) {
    for (const [port, endpoint] of Object.entries(node.inputs)) {
      checkReference(holder, ['nodes', node.name, 'in', port], endpoint);
    }
    checkInputs(
      node,
      {
        origin: (endpoint) => originOf(nodes, endpoint),
        ofKind: kindsIn(holder, nodes, node),
        makerOf: (kind) => makersOf(kind, holder.registry),
      },
      faults,
    );
  }
  const out = outputsOf(holder, nodes);
  checkUnused(raw, operator, [...nodes.flatMap(({ inputs }) => Object.values(inputs)), ...Object.values(out)], faults);
  return { nodes: sortByEdges(nodes, faults), out };
}

function draftOf({ raw, document, registry, presets, limits, faults }: Holder, name: string): Draft[] {
  const written = document.nodes[name];
  if (written === undefined) return [];
  const at: Draft['at'] = (trail) => raw.at(['body', 'nodes', name, ...trail]);
  const operator = ownEntry(registry, written.op);
  if (operator?.form !== 'pure') {
    faults.push({ ...at(['op']), code: 'E_BODY_OPERATOR', ...impure(written.op, registry) });
    return [];
  }
  const given = (raw.body?.with[name] ?? {}) as Record<string, unknown>;
  const [settings, sound] = checkSettings(operator, given, { at, presets, limits }, faults);
  const inputs = Object.fromEntries(
    Object.entries(written.in ?? {}).map(([port, text]) => [port, parseEndpoint(text)]),
  );
  return [{ name, scope: `${raw.name}/${name}`, operator, settings, sound, inputs, at }];
}

/** The fault of an operator that cannot be in a body. */
function impure(id: string, registry: Registry): Pick<Fault, 'expected' | 'got' | 'try'> {
  const operator = ownEntry(registry, id);
  const pure = Object.values(registry).filter(({ form }) => form === 'pure');
  const expected = 'a pure operator: tensors in, tensors out, called like a function';
  const hint = suggestion(
    id,
    pure.map((other) => other.id),
  );
  if (operator === undefined) return { expected, got: `"${id}", which is not an operator`, try: hint };
  return {
    expected,
    got: `"${id}", a ${Object.keys(operator.out).length === 0 ? 'sink' : operator.form}`,
    try: `connect its output to an input of the node, and read it as in.NAME; ${hint}`,
  };
}

/** The output that an edge of the body starts from; `unknown` if the reference has a fault, or if its type is checked in the outer graph. */
function originOf(nodes: readonly Draft[], { node: name }: Endpoint): Origin | 'unknown' {
  const node = name === BODY_INPUT ? undefined : nodes.find((candidate) => candidate.name === name);
  return node === undefined ? 'unknown' : { ports: node.operator.out, name: node.operator.id };
}

/** The references of a kind that a node of the body could read. */
const kindsIn =
  ({ operator }: Holder, nodes: readonly Draft[], reader: Draft) =>
  (kind: string): string[] => [
    ...Object.entries({ ...operator.in, ...operator.body?.in })
      .filter(([, port]) => port.kind.name === kind)
      .map(([name]) => `${BODY_INPUT}.${name}`),
    ...nodes
      .filter((node) => node !== reader)
      .flatMap(({ name, operator: { out } }) =>
        Object.entries(out)
          .filter(([, port]) => port.kind.name === kind)
          .map(([port]) => `${name}.${port}`),
      ),
  ];

/** Check that a reference names an input of the body or one of its nodes. */
function checkReference(
  { raw, operator, document, faults }: Holder,
  trail: readonly string[],
  endpoint: Endpoint,
): boolean {
  const inputs = [...new Set([...Object.keys(operator.body?.in ?? {}), ...Object.keys(raw.inputs)])];
  const isInput = endpoint.node === BODY_INPUT;
  if (isInput ? inputs.includes(endpoint.port) : endpoint.node in document.nodes) return true;
  faults.push({
    ...raw.at(['body', ...trail]),
    code: 'E_REFERENCE',
    expected: isInput ? 'an input of the body' : 'in.NAME, or a node of the body',
    got: `"${endpoint.node}.${endpoint.port}"`,
    try: isInput
      ? `${suggestion(endpoint.port, inputs, (name) => `${BODY_INPUT}.${name}`)}; other values of the graph reach the body through the inputs of ${raw.at([]).path}`
      : suggestion(endpoint.node, [...Object.keys(document.nodes), BODY_INPUT], (name) => `${name}.${endpoint.port}`),
  });
  return false;
}

/** The outputs of the body; check that all outputs the operator requires are there, and no others. */
function outputsOf(holder: Holder, nodes: readonly Draft[]): Record<string, Endpoint> {
  const { raw, operator, document, faults } = holder;
  const wanted = operator.body?.out ?? {};
  for (const [name, port] of Object.entries(wanted).filter(
    ([name, { optional }]) => optional !== true && !(name in document.out),
  )) {
    const [first = 'node.port'] = kindsIn(holder, nodes, { name: '' } as Draft)(port.kind.name).reverse();
    const expected = `${name}: ${formatPort(port)}   output "${name}" of the body of ${operator.id}`;
    faults.push({
      ...raw.at(['body', 'out']),
      code: 'E_BODY_OUTPUT',
      expected,
      got: 'nothing',
      try: `${name}: ${first}`,
    });
  }
  return Object.fromEntries(
    Object.entries(document.out).flatMap(([name, text]) => {
      const trail = ['out', name];
      if (!(name in wanted)) {
        const expected = `an output that ${operator.id} reads from its body`;
        const hint = suggestion(name, Object.keys(wanted));
        faults.push({ ...raw.at(['body', ...trail]), code: 'E_BODY_OUTPUT', expected, got: `"${name}"`, try: hint });
        return [];
      }
      const endpoint = parseEndpoint(text);
      const known = checkReference(holder, trail, endpoint) && hasPort(holder, nodes, trail, endpoint);
      return known ? [[name, endpoint] as const] : [];
    }),
  );
}

function hasPort(
  { raw, faults }: Holder,
  nodes: readonly Draft[],
  trail: readonly string[],
  endpoint: Endpoint,
): boolean {
  const origin = originOf(nodes, endpoint);
  if (origin === 'unknown' || Object.hasOwn(origin.ports, endpoint.port)) return true;
  const hint = suggestion(endpoint.port, Object.keys(origin.ports));
  const expected = `an output of ${origin.name}`;
  faults.push({
    ...raw.at(['body', ...trail]),
    code: 'E_OUTPUT_UNKNOWN',
    expected,
    got: `"${endpoint.port}"`,
    try: hint,
  });
  return false;
}

/** Find inputs that neither the operator nor its body reads. */
function checkUnused(raw: RawNode, { id, in: inputs }: AnyOperator, read: readonly Endpoint[], faults: Fault[]): void {
  const used = new Set(read.filter(({ node }) => node === BODY_INPUT).map(({ port }) => port));
  for (const name of Object.keys(raw.inputs).filter((name) => !Object.hasOwn(inputs, name) && !used.has(name))) {
    faults.push({
      ...raw.at(['in', name]),
      code: 'E_INPUT_UNKNOWN',
      expected: `an input of ${id}, or an input that its body reads as in.${name}`,
      got: `"${name}", which neither reads`,
      try: adviceFor(name, [...Object.keys(inputs), ...used]),
    });
  }
}

function adviceFor(name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  return meant === undefined ? `read in.${name} in the body, or remove "${name}"` : `did you mean "${meant}"?`;
}

function parseEndpoint(text: string): Endpoint {
  const [node = '', port = ''] = text.split('.');
  return { node, port };
}
