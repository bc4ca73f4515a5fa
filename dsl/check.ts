import { checkBody } from './check-body.js';
import { checkInputs } from './check-inputs.js';
import { checkSettings } from './check-settings.js';
import { HpdmError, type Fault } from './error.js';
import { expand, type RawGraph, type RawNode, type Written } from './expand.js';
import type { Graph, GraphNode } from './graph.js';
import { suggestion } from './nearest.js';
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
export async function load(file: string, given: Bindings, registry: Registry): Promise<Graph> {
  const faults: Fault[] = [];
  const raw = expand(file, given, faults);
  const nodes = raw.nodes.flatMap((node) => checkNode(node, registry, faults));
  checkEdges(nodes, raw, faults);
  const sorted = sortByEdges(nodes, faults);
  if (faults.length > 0) throw new HpdmError(faults);
  const { about = '', limits } = raw.document;
  return { file, about, nodes: sorted, inFlight: limits?.inFlight ?? DEFAULT_IN_FLIGHT, out: raw.out };
}

/** Look up the operator and decode its settings; no node where the operator is unknown. */
function checkNode(raw: RawNode, registry: Registry, faults: Fault[]): GraphNode[] {
  const operator = registry[raw.op];
  if (operator === undefined) {
    faults.push({
      ...raw.at(['op']),
      code: 'E_OPERATOR_UNKNOWN',
      expected: 'the id of an operator',
      got: `"${raw.op}"`,
      try: suggestion(raw.op, Object.keys(registry)),
    });
    return [];
  }
  const settings = checkSettings(operator, raw.with, raw, [], faults);
  const body = checkBody(raw, operator, registry, faults);
  const { name, inputs } = raw;
  return [{ name, operator, settings, inputs, ...raw.at([]), ...(body === undefined ? {} : { body }) }];
}

/** Every input known, given and of the right type; every reference to an output that is there. */
function checkEdges(nodes: readonly GraphNode[], raw: RawGraph, faults: Fault[]): void {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  for (const node of nodes) {
    const written = raw.nodes.find(({ name }) => name === node.name);
    const at = (port: string): Written => written?.at(['in', port]) ?? node;
    checkInputs(node, at, faults, ({ node: name, port }) => {
      const origin = byName.get(name);
      // a node that could not be looked up has its own fault
      return origin === undefined ? 'unknown' : { ports: origin.operator.out, name: origin.operator.id, port };
    });
  }
}
