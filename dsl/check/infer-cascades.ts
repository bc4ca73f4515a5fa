import { cascadeFault, missingCascade, type CascadeFact } from './cascade-fault.js';
import { Dimensions, type Conflict } from './dimensions.js';
import { edgesInto, type Draft } from './draft.js';
import type { Fault } from '../fault/fault.js';

/**
 * Find the cascade of every node: both ends of an edge between ports that say `cascade` are of the same one, and all such ports of a
 * node are. A setting that was left out takes it over.
 *
 * @param nodes in an order in which each comes after those it reads
 * @param faults collects E_EDGE_CASCADE where two meet, E_SETTING_MISSING where none is known
 * @returns the nodes with these settings filled in
 */
export function inferCascades(nodes: readonly Draft[], faults: Fault[]): Draft[] {
  const complete = faults.length === 0;
  const cascades = writtenCascades(nodes);
  /** Nodes that some edge tells of a cascade; and the pairs of settings whose conflict is said already. */
  const [joined, said] = [new Set<string>(), new Set<string>()];
  const byName = new Map(nodes.map((node) => [node.name, node]));
  for (const edge of nodes.flatMap((node) => edgesInto(node, byName))) {
    if (edge.from.port.cascade !== true || edge.to.port.cascade !== true) continue;
    joined.add(edge.to.node.scope).add(edge.from.node.scope);
    const conflict = cascades.equate(edge.to.node.scope, edge.from.node.scope);
    if (conflict === undefined || said.has(namesOf(conflict))) continue;
    said.add(namesOf(conflict));
    faults.push(cascadeFault(edge, conflict));
  }
  const filled = (node: Draft): Draft => {
    const open = cascadeSettings(node).filter(
      (name) => node.operator.with[name]?.inferred === true && node.settings[name] === undefined,
    );
    const [known] = cascades.of(node.scope)?.because ?? [];
    const body = node.body && { ...node.body, nodes: node.body.nodes.map(filled) };
    const inner = { ...node, ...(body === undefined ? {} : { body }) };
    if (open.length === 0) return inner;
    if (known !== undefined) {
      const found = Object.fromEntries(open.map((name) => [name, known.cascade]));
      const inferred = Object.fromEntries(open.map((name) => [name, known]));
      return { ...inner, settings: { ...node.settings, ...found }, inferred };
    }
    // what is missing may follow from what is wrong elsewhere
    if (node.sound && (complete || !joined.has(node.scope)))
      faults.push(...open.flatMap((name) => missing(node, name)));
    return { ...inner, sound: false };
  };
  return nodes.map(filled);
}

/** The cascades that settings give, by the scope of their nodes; equal ones have the same number. */
function writtenCascades(nodes: readonly Draft[]): Dimensions<CascadeFact> {
  const ids = new Map<string, number>();
  const cascades = new Dimensions<CascadeFact>();
  for (const node of nodes.flatMap((node) => [node, ...(node.body?.nodes ?? [])])) {
    for (const name of cascadeSettings(node)) {
      const cascade = node.settings[name];
      // of another type: a fault of its own
      if (typeof cascade !== 'object') continue;
      const text = JSON.stringify(cascade);
      const size = ids.get(text) ?? ids.size;
      ids.set(text, size);
      cascades.fix(node.scope, { size, because: [{ node, name, cascade }] });
    }
  }
  return cascades;
}

const missing = (node: Draft, name: string): Fault[] => {
  const parameter = node.operator.with[name];
  return parameter === undefined ? [] : [missingCascade(node, name, parameter)];
};

const namesOf = ({ left, right }: Conflict<CascadeFact>): string =>
  [left, right].flatMap(({ because }) => because.map(({ node, name }) => `${node.scope}.${name}`)).join();

const cascadeSettings = ({ operator }: Draft): string[] =>
  Object.entries(operator.with).flatMap(([name, parameter]) => (parameter.name === 'cascade' ? [name] : []));
