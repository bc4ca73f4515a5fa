import type { Box, Diagram, Link, Pin } from './diagram.js';

/** Boxes that become one: the copies of a repeated node, or a sub-graph alone. */
interface Fold {
  readonly id: string;
  readonly members: readonly Box[];
  /** Whether a copy reads another one. */
  chained: boolean;
  readonly inputs: Map<string, Pin>;
  readonly outputs: Map<string, Pin>;
}

/** The diagram with every sub-graph, and all copies of a repeated node, as one box each. */
export function collapse({ boxes, links, ...about }: Diagram): Diagram {
  const folds = foldsOf(boxes);
  const owners = new Map<string, { readonly fold: Fold; readonly member: Box }>();
  for (const fold of folds)
    for (const member of fold.members) for (const pin of pinsIn(member)) owners.set(pin.id, { fold, member });
  const outer = new Map<string, Link>();
  for (const link of links) {
    const [from, to] = [owners.get(link.from), owners.get(link.to)];
    if (from !== undefined && from.fold === to?.fold) {
      from.fold.chained ||= from.member !== to.member;
      continue;
    }
    const start = from === undefined ? link.from : outputOf(from.fold, link);
    const end = to === undefined ? link.to : inputOf(to.fold, link, start);
    const key = `${start} ${end}`;
    outer.set(key, joined(outer.get(key), { ...link, from: start, to: end }));
  }
  return { ...about, boxes: folds.map(boxOf), links: [...outer.values()] };
}

/** The copies of `level`, whose boxes are `level.0`, `level.1` …, make one fold. */
function foldsOf(boxes: readonly Box[]): Fold[] {
  const folds = new Map<string, Box[]>();
  for (const box of boxes) {
    const id = box.id.replace(COPY, '');
    folds.set(id, [...(folds.get(id) ?? []), box]);
  }
  return [...folds].map(([id, members]) => {
    const [inputs, outputs] = [new Map<string, Pin>(), new Map<string, Pin>()];
    return { id, members, chained: false, inputs, outputs };
  });
}

const COPY = /\.\d+$/;

const pinsIn = (box: Box): readonly Pin[] => [...box.inputs, ...box.outputs, ...box.children.flatMap(pinsIn)];
const isWhole = ({ members }: Fold): boolean => members.every(({ id, form }) => !COPY.test(id) && form !== 'group');

/** The pin of a fold for an output that something outside reads. */
function outputOf(fold: Fold, { from, kind }: Link): string {
  if (isWhole(fold)) return from;
  const [, port = ''] = from.split('>');
  return pinOf(fold.outputs, `${fold.id}>`, from.replace(/\.\d+(?=[.>])/g, ''), port, kind);
}

/** The pin of a fold for everything that reads one output outside. */
function inputOf(fold: Fold, { to, kind }: Link, start: string): string {
  if (isWhole(fold)) return to;
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

function boxOf(fold: Fold): Box {
  const { id, members, chained, inputs, outputs } = fold;
  const [first] = members;
  if (first !== undefined && isWhole(fold)) return first;
  const copied = members.some((member) => COPY.test(member.id));
  const inside = first?.form === 'group' ? `${leaves(first)} nodes` : (first?.subtitle ?? '');
  const copies = `${members.length} ${members.length === 1 ? 'copy' : 'copies'} of ${inside}`;
  const subtitle = copied ? `${copies}${chained ? ', one after another' : ''}` : inside;
  const pins = { inputs: [...inputs.values()], outputs: [...outputs.values()] };
  return { id, form: copied ? 'stack' : 'node', title: id, subtitle, ...pins, children: [] };
}

/** Number of nodes in a group; a node with a body is one. */
const leaves = ({ form, children }: Box): number =>
  form === 'group' ? children.reduce((sum, child) => sum + leaves(child), 0) : 1;
