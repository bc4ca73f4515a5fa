import { asked } from './asked.js';
import type { Sizes } from '../contract/port.js';
import { Dimensions, type Conflict, type Known } from './dimensions.js';
import { edgesInto, portOf, type Draft, type Edge, type End } from './draft.js';
import { rangeFault, rankFault, shapeFault, sizeFault, typeFault, type Disagreement } from './shape-fault.js';
import type { Fault } from '../fault/fault.js';
import type { Registry } from '../contract/registry.js';
import { recorded, type SizeFact } from './size-fact.js';
import { entryOf } from '../fault/entry-of.js';
import { itemAt } from '../fault/item-at.js';

/**
 * Check the types at both ends of every edge: kind, element type, layout with symbolic dimensions, range.
 *
 * Every node has separate letters. A size that is known at one node is passed on along the edges, also into bodies.
 *
 * @param nodes in an order in which each comes after those it reads
 * @param faults collects E_EDGE_TYPE, E_EDGE_SHAPE, E_EDGE_RANGE, E_SIZE
 * @returns the sizes found for the letters of a node
 */
export function unify(nodes: readonly Draft[], registry: Registry, faults: Fault[]): (node: Draft) => Sizes {
  const unifier = new Unifier(registry, faults);
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const all = nodes.flatMap((node) => [...(node.body?.nodes ?? []), node]);
  for (const node of all) unifier.declare(node);
  for (const node of nodes) {
    for (const edge of edgesInto(node, byName)) unifier.join(edge);
    unifier.derive(node);
  }
  // a size that a reader fixes is passed back to the nodes that it reads
  unifier.settle(all);
  return (node) => unifier.sizesOf(node);
}

class Unifier {
  readonly #dimensions = new Dimensions<SizeFact>();
  /** Letters whose operator contradicted the graph; each is reported once. */
  readonly #contradicted = new Set<string>();
  readonly #sizesOfEnd = ({ scope, port }: End): Sizes => this.#sizes(scope, port.layout ?? []);

  constructor(
    private readonly registry: Registry,
    private readonly faults: Fault[],
  ) {}

  /** Add a node's letters, their products, and the sizes that follow from its settings. */
  declare(node: Draft): void {
    const { in: inputs, out, body } = node.operator;
    for (const ports of [inputs, out, body?.in, body?.out]) {
      for (const [name, { layout, list }] of Object.entries(ports ?? {})) {
        const members = Object.keys(node.inputs).filter((member) => member.startsWith(`${name}.`));
        const scopes = list === true ? members.map((member) => `${node.scope}.${member}`) : [node.scope];
        for (const scope of scopes) for (const dimension of layout ?? []) this.#define(scope, `${dimension}`);
      }
    }
    this.derive(node);
  }

  /** Add the sizes that follow from a node's settings and from the sizes known so far. */
  derive(node: Draft): void {
    const { dimensions } = node.operator;
    if (dimensions === undefined || !node.sound) return;
    const known = this.sizesOf(node);
    const given = Object.keys(node.inputs).map(portOf);
    const [settings, readSettings] = recorded(node.settings);
    const [sizes, readSizes] = recorded(known);
    const found = Object.entries(asked(node, () => dimensions(settings, sizes, given), this.faults) ?? {});
    const because = [...readSizes].flatMap((letter) => this.#dimensions.of(`${node.scope} ${letter}`)?.because ?? []);
    for (const [letter, size] of found) {
      const name = `${node.scope} ${letter}`;
      const fact = { letter, size, node, settings: [...readSettings], known };
      const conflict = this.#dimensions.fix(name, { size, because: [fact, ...because] });
      if (conflict !== undefined) this.#contradict(node, name, conflict);
    }
    for (const conflict of this.#dimensions.settle()) this.#contradict(node, conflict.name, conflict);
  }

  /** Derive sizes until no new ones are found. */
  settle(nodes: readonly Draft[]): void {
    for (let before = -1; before < this.#dimensions.found;) {
      before = this.#dimensions.found;
      for (const node of nodes) this.derive(node);
    }
  }

  /** Unify the two ends of an edge. */
  join(edge: Edge): void {
    const fault =
      typeFault(edge, this.registry, this.#sizesOfEnd) ??
      this.#joinLayouts(edge) ??
      rangeFault(edge, this.registry, this.#sizesOfEnd);
    if (fault !== undefined) this.faults.push(fault);
  }

  /** The sizes of a node's letters, without those of its list inputs. */
  sizesOf({ scope, operator: { in: inputs, out, body } }: Draft): Sizes {
    const layouts = [inputs, out, body?.in, body?.out].flatMap((ports) =>
      Object.values(ports ?? {}).flatMap(({ list, layout }) => (list === true ? [] : (layout ?? []))),
    );
    return this.#sizes(
      scope,
      layouts.flatMap((dimension) => [dimension, ...`${dimension}`.split('·')]),
    );
  }

  #sizes(scope: string, letters: readonly (string | number)[]): Sizes {
    const known = letters.flatMap((letter) => {
      const size = typeof letter === 'number' ? undefined : this.#dimensions.of(`${scope} ${letter}`)?.size;
      return size === undefined ? [] : [[letter, size] as const];
    });
    return Object.fromEntries(known);
  }

  #define(scope: string, dimension: string): void {
    const factors = dimension.split('·').map((factor) => `${scope} ${factor}`);
    if (factors.length > 1) this.#dimensions.define(`${scope} ${dimension}`, factors);
  }

  #joinLayouts(edge: Edge): Fault | undefined {
    const { from, to } = edge;
    const [wanted, offered] = [to.port.layout, from.port.layout];
    if (wanted === undefined || offered === undefined) return undefined;
    if (wanted.length !== offered.length) return rankFault(edge, wanted.length, offered.length, this.#sizesOfEnd);
    const before = new Map([to, from].map((end) => [end, this.#sizesOfEnd(end)]));
    const disagreements = wanted.flatMap((dimension, i): Disagreement[] => {
      const conflict = this.#equate(to, dimension, from, itemAt(offered, i));
      return conflict === undefined ? [] : [{ dimension, conflict }];
    });
    const products = this.#dimensions.settle().map((conflict): Disagreement => ({
      dimension: conflict.name.slice(conflict.name.lastIndexOf(' ') + 1),
      conflict,
    }));
    const all = [...disagreements, ...products];
    return all.length === 0 ? undefined : shapeFault(edge, all, (end) => entryOf(before, end));
  }

  #equate(to: End, a: string | number, from: End, b: string | number): Conflict<SizeFact> | undefined {
    if (typeof a === 'string' && typeof b === 'string') {
      return this.#dimensions.equate(`${to.scope} ${a}`, `${from.scope} ${b}`);
    }
    if (typeof a === 'string') return this.#dimensions.fix(`${to.scope} ${a}`, always(from, b as number));
    if (typeof b === 'number') return a === b ? undefined : { left: always(to, a), right: always(from, b) };
    const conflict = this.#dimensions.fix(`${from.scope} ${b}`, always(to, a));
    return conflict && { left: conflict.right, right: conflict.left };
  }

  #contradict(node: Draft, name: string, conflict: Conflict<SizeFact>): void {
    if (this.#contradicted.has(name)) return;
    this.#contradicted.add(name);
    this.faults.push(sizeFault(node, name.slice(name.lastIndexOf(' ') + 1), conflict));
  }
}

/** The fact of a size that is a number in the layout of a port. */
const always = ({ node, name }: End, size: number): Known<SizeFact> => ({
  size,
  because: [{ letter: name, size, node, settings: [], known: {} }],
});
