import { realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { formatPlace, type Fault } from '../fault/fault.js';
import { asked } from './asked.js';
import type { Draft } from './draft.js';

/** A file or folder that a node uses, where links lead to. */
interface Use {
  readonly node: Draft;
  readonly setting: string;
  readonly written: string;
  readonly path: string;
}

/**
 * Find nodes that write to one place, and nodes that write to what another one reads: one result of two would be left.
 *
 * @param nodes whose settings no check refused
 * @param faults collects E_WRITTEN_TWICE, E_OWN_INPUT
 */
export function checkFiles(nodes: readonly Draft[], faults: Fault[]): void {
  const [reads, writes] = [usesOf(nodes, 'reads', faults), usesOf(nodes, 'writes', faults)];
  const writers = new Map<string, Use>();
  for (const use of writes) {
    const other = writers.get(use.path);
    if (other === undefined) writers.set(use.path, use);
    else faults.push(writtenTwice(use, other));
    const reader = reads.find(({ path }) => path === use.path);
    if (reader !== undefined) faults.push(ownInput(use, reader));
  }
  for (const node of nodes) checkReplaced(node, reads, writes, faults);
}

/** Find files that others read or write, and that a node replaces beside what it writes. */
function checkReplaced(node: Draft, reads: readonly Use[], writes: readonly Use[], faults: Fault[]): void {
  const replaced = node.sound ? asked(node, () => node.operator.files?.(node.settings), faults)?.replaces : undefined;
  if (replaced === undefined) return;
  const folder = real(replaced.folder);
  const isReplaced = ({ path }: Use): boolean => dirname(path) === folder && replaced.names.test(basename(path));
  const own = writes.find((use) => use.node === node && use.setting === replaced.setting);
  if (own === undefined) return;
  // the same path is found already
  const others = (uses: readonly Use[]): Use[] => uses.filter((use) => use.path !== own.path && isReplaced(use));
  faults.push(...others(reads).map((reader) => ownInput(own, reader)));
  faults.push(...others(writes).map((other) => writtenTwice(other, own)));
}

function usesOf(nodes: readonly Draft[], which: 'reads' | 'writes', faults: Fault[]): Use[] {
  return nodes.flatMap((node) => {
    if (!node.sound) return [];
    const files = asked(node, () => node.operator.files?.(node.settings), faults)?.[which] ?? {};
    return Object.entries(files).map(([setting, written]) => ({ node, setting, written, path: real(written) }));
  });
}

/** Where links lead to, as far as the path is there. */
function real(path: string): string {
  if (/^(-|pipe:)/.test(path)) return path;
  const whole = resolve(path);
  try {
    return realpathSync(whole);
  } catch {
    const folder = dirname(whole);
    return folder === whole ? whole : join(real(folder), basename(whole));
  }
}

function writtenTwice({ node, setting, written }: Use, other: Use): Fault {
  const at = node.at(['with', setting]);
  const { place, usedBy } = other.node.at(['with', other.setting]);
  const same = formatPlace(at.place) === formatPlace(place);
  const numbering = `a name for each copy: ${numbered(written)}`;
  const inGraph = `a parameter of the graph for "${setting}", with another value at each node that uses the graph`;
  const hint = isCopy(node, other.node) ? numbering : inGraph;
  return {
    ...at,
    code: 'E_WRITTEN_TWICE',
    expected: 'a place that no other node writes to',
    got: `${written}, which ${same && usedBy === at.usedBy ? 'another copy of the node' : `"${other.node.name}"`} writes, too`,
    try: same ? hint : 'another name',
  };
}

/** Whether both are copies that a `for` of the node itself makes, where `${index}` is known, and not of a graph around it. */
const isCopy = ({ copyOf }: Draft, other: Draft): boolean => copyOf !== undefined && copyOf === other.copyOf;

/** `o/same.mp4` with the number of the copy: `o/same-${index}.mp4`. */
const numbered = (path: string): string => path.replace(/(\.\w+)?\/?$/, (end) => `-\${index}${end}`);

const ownInput = ({ node, setting, written }: Use, reader: Use): Fault => ({
  ...node.at(['with', setting]),
  code: 'E_OWN_INPUT',
  expected: 'a place that no node of this document reads',
  got: `${written}, which "${reader.node.name}" reads`,
  try: 'another name; rename it afterwards',
});
