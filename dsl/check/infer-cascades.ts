import { cascadeFault, missingCascade, type CascadeFact } from './cascade-fault.js';
import { Dimensions, type Conflict } from './dimensions.js';
import { edgesInto, type Draft } from './draft.js';
import type { Fault } from '../fault/fault.js';

/**
 * Find the cascade of every node. All ports of a node with `cascade` belong to the node's cascade, and the two ends of an edge between
 * such ports have the same cascade. A setting that was left out gets this cascade.
 *
 * @param nodes in an order in which each comes after those it reads
 * @param faults collects E_EDGE_CASCADE if two cascades meet, E_SETTING_MISSING if none is known
 * @returns the nodes with these settings filled in
 */
export function inferCascades(nodes: readonly Draft[], faults: Fault[]): Draft[] {
  const complete = faults.length === 0;
  const cascades = writtenCascades(nodes);
  /** The nodes whose cascade follows from an edge, and the pairs of settings whose conflict is reported already. */
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
    // a missing cascade may be a consequence of another fault
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
      // of another type, which is a fault already
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
