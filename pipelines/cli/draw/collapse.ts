import { counted } from '../../../dsl/index.js';
import type { Box, Diagram, Link, Pin } from './diagram.js';

/** Boxes that become one: the copies of a repeated node, or a sub-graph alone; or a box that stays as it is. */
interface Fold {
  readonly id: string;
  readonly members: readonly Box[];
  /** Whether it stays as it is. */
  readonly whole: boolean;
  /** Whether a copy reads another one. */
  chained: boolean;
  readonly inputs: Map<string, Pin>;
  readonly outputs: Map<string, Pin>;
}

/** A sub-graph, or all copies of a repeated node, drawn as a frame around what is in it. */
interface Frame {
  readonly box: Box;
  readonly items: readonly Item[];
}

type Item = Fold | Frame;

/**
 * The diagram with every sub-graph, and all copies of a repeated node, as one box each.
 *
 * @param open ids of those that are frames instead: `level` shows its copies, `level.0` the nodes of the first one
 */
export function collapse({ boxes, links, ...about }: Diagram, open: ReadonlySet<string> = new Set()): Diagram {
  const items = itemsOf(boxes, open);
  const owners = new Map<string, { readonly fold: Fold; readonly member: Box }>();
  for (const fold of foldsIn(items))
    for (const member of fold.members) for (const pin of pinsIn(member)) owners.set(pin.id, { fold, member });
  const outer = new Map<string, Link>();
  for (const link of links) {
    const [from, to] = [owners.get(link.from), owners.get(link.to)];
    if (from !== undefined && from.fold === to?.fold && !from.fold.whole) {
      from.fold.chained ||= from.member !== to.member;
      continue;
    }
    const start = from === undefined ? link.from : outputOf(from.fold, link);
    const end = to === undefined ? link.to : inputOf(to.fold, link, start);
    const key = `${start} ${end}`;
    outer.set(key, joined(outer.get(key), { ...link, from: start, to: end }));
  }
  return { ...about, boxes: items.map(boxOf), links: [...outer.values()] };
}

/** The ids of all boxes of a diagram that can be one box, or a frame. */
export const foldable = ({ boxes }: Pick<Diagram, 'boxes'>): string[] => [
  ...new Set(
    boxes.flatMap((box): string[] => {
      const copies = COPY.test(box.id) ? [withoutCopy(box.id)] : [];
      return box.form === 'group' ? [...copies, box.id, ...foldable({ boxes: box.children })] : copies;
    }),
  ),
];

/** The copies of `level`, whose boxes are `level.0`, `level.1` …, make one item. */
function itemsOf(boxes: readonly Box[], open: ReadonlySet<string>): Item[] {
  const named = new Map<string, Box[]>();
  for (const box of boxes) {
    const id = withoutCopy(box.id);
    named.set(id, [...(named.get(id) ?? []), box]);
  }
  return [...named].map(([id, members]): Item => {
    const single = members.find((box) => box.id === id);
    if (single !== undefined) return itemOf(single, open);
    if (!open.has(id)) return foldOf(id, members, false);
    const [inputs, outputs] = [[], []];
    const title = id.split('.').at(-1) ?? id;
    const box = { id, form: 'group', title, subtitle: copies(members), inputs, outputs, children: [] } as const;
    return { box, items: members.map((member) => itemOf(member, open)) };
  });
}

function itemOf(box: Box, open: ReadonlySet<string>): Item {
  if (box.form !== 'group') return foldOf(box.id, [box], true);
  return open.has(box.id) ? { box, items: itemsOf(box.children, open) } : foldOf(box.id, [box], false);
}

function foldOf(id: string, members: readonly Box[], whole: boolean): Fold {
  const [inputs, outputs] = [new Map<string, Pin>(), new Map<string, Pin>()];
  return { id, members, whole, chained: false, inputs, outputs };
}

const foldsIn = (items: readonly Item[]): Fold[] =>
  items.flatMap((item) => ('items' in item ? foldsIn(item.items) : [item]));

const COPY = /\.\d+$/;
const withoutCopy = (id: string): string => id.replace(COPY, '');
const copies = ({ length }: readonly Box[]): string => counted(length, 'copy', 'copies');

const pinsIn = (box: Box): readonly Pin[] => [...box.inputs, ...box.outputs, ...box.children.flatMap(pinsIn)];

/** The pin of a fold for an output that something outside reads. */
function outputOf(fold: Fold, { from, kind }: Link): string {
  if (fold.whole) return from;
  const [, port = ''] = from.split('>');
  return pinOf(fold.outputs, `${fold.id}>`, from.replace(/\.\d+(?=[.>])/g, ''), port, kind);
}

/** The pin of a fold for everything that reads one output outside. */
function inputOf(fold: Fold, { to, kind }: Link, start: string): string {
  if (fold.whole) return to;
  const [, port = ''] = to.split('<');
  return pinOf(fold.inputs, `${fold.id}<`, start, port, kind);
}

/** The pin for a key, made with the port's name if there is none; names that are taken get a number. */
function pinOf(pins: Map<string, Pin>, before: string, key: string, port: string, kind: string): string {
  const known = pins.get(key);
  if (known !== undefined) return known.id;
  const same = [...pins.values()].filter(({ name }) => name.replace(/ \d+$/, '') === port).length;
  const name = same === 0 ? port : `${port} ${same + 1}`;
  const pin = { id: `${before}${name}`, name, kind, linked: true };
  pins.set(key, pin);
  return pin.id;
}

/** One link in place of several; where their sizes differ, only the letters are shown. */
function joined(known: Link | undefined, link: Link): Link {
  if (known === undefined) return link;
  const same = known.label.join() === link.label.join();
  return same ? known : { ...known, label: known.label.slice(0, 1) };
}

function boxOf(item: Item): Box {
  if ('items' in item) return { ...item.box, children: item.items.map(boxOf) };
  const { id, members, whole, chained, inputs, outputs } = item;
  const [first] = members;
  if (first !== undefined && whole) return first;
  const copied = first?.id !== id;
  const inside = first?.form === 'group' ? counted(leaves(first), 'node') : (first?.subtitle ?? '');
  const subtitle = copied ? `${copies(members)} of ${inside}${chained ? ', one after another' : ''}` : inside;
  const title = copied ? (id.split('.').at(-1) ?? id) : first.title;
  const pins = { inputs: [...inputs.values()], outputs: [...outputs.values()] };
  return { id, form: copied ? 'stack' : 'node', title, subtitle, ...pins, children: [] };
}

/** Number of nodes in a group; a node with a body is one. */
const leaves = ({ form, children }: Box): number =>
  form === 'group' ? children.reduce((sum, child) => sum + leaves(child), 0) : 1;
