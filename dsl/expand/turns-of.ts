import { counted } from '../fault/counted.js';
import type { Trail } from '../document/source.js';
import { nearest, suggestion } from '../fault/nearest.js';
import { ownEntry } from '../fault/own-entry.js';
import { substituteAt } from './substitute-at.js';
import { fail, type Scope, type Turn } from './scope.js';

const FORM = /^(?:(each) of \$\{([\w-]+)\}|(levels) of \$\{([\w-]+)\}(?: from (\S+))?(?: to (\S+))?)$/;
const EXPECTED =
  '"levels of ${NAME}" of a cascade, perhaps "from 1" and "to 2", "each of ${NAME}" of a list, or a list';

/**
 * The copies of a repeated node: one per level of a cascade, perhaps from one on and to another, or one per item of a list.
 *
 * @param repeats what the node's `for` says
 * @returns undefined, with a fault E_FOR, if that is none of these
 */
export function turnsOf(scope: Scope, node: string, repeats: string | readonly unknown[]): Turn[] | undefined {
  const trail = [...scope.trail, 'nodes', node, 'for'];
  const { bindings } = scope;
  const turn = (index: number, more: Readonly<Record<string, unknown>>): Turn => ({
    node,
    index,
    bindings: { ...bindings, index, ...more },
  });
  if (typeof repeats !== 'string') {
    const items = substituteAt(repeats, { node, bindings }, scope, trail) as readonly unknown[] | undefined;
    return items?.map((item, index) => turn(index, { item }));
  }
  const [, each, list, levels, cascade, from = '0', to = '-1'] = FORM.exec(repeats) ?? [];
  const [over, name] = [each ?? levels, list ?? cascade];
  if (over === undefined || name === undefined) {
    refuseForm(scope, trail, repeats);
    return undefined;
  }
  if (!isOfType(scope, trail, repeats, name, over === 'levels' ? 'cascade' : 'list')) return undefined;
  const value = bindings[name];
  // a parameter that could not be bound has a fault already
  if (value === undefined) return undefined;
  if (over === 'each') return (value as readonly unknown[]).map((item, index) => turn(index, { item }));
  const { length } = (value as { readonly levels: readonly unknown[] }).levels;
  const [begin, end] = [from, to].map(
    (text) => substituteAt(text, { node, bindings }, scope, trail) as string | number | undefined,
  );
  if (begin === undefined || end === undefined) return undefined;
  const first = firstLevel(scope, trail, String(begin), length);
  if (first === undefined) return undefined;
  const last = lastLevel(scope, trail, String(end), first, length);
  return last === undefined ? undefined : Array.from({ length: last - first + 1 }, (_, i) => turn(first + i, {}));
}

function refuseForm(scope: Scope, trail: Trail, repeats: string): void {
  const [, verb = '', word = '', from = ''] =
    /^(\w+) of \W*([\w-]+)\W*?( from \d+)?(?: to \S+)?\W*$/.exec(repeats) ?? [];
  const over = nearest(verb, ['levels', 'each']) ?? 'levels';
  const known = namesOfType(scope, over === 'levels' ? 'cascade' : 'list');
  const name = nearest(word, known) ?? (known.length === 1 ? known[0] : undefined);
  const form = (parameter: string) => `'${over} of \${${parameter}}${over === 'levels' ? from : ''}'`;
  const other =
    over === 'each'
      ? 'a list, such as [first, second], or a parameter of type list'
      : `${form('cascade')}, with params: { cascade: { type: cascade } }`;
  const hint = name === undefined ? other : form(name);
  fail(scope, trail, { code: 'E_FOR', expected: EXPECTED, got: `"${repeats}"`, try: hint });
}

/** The parameters of a type. */
const namesOfType = ({ graph: { params = {} } }: Scope, type: 'cascade' | 'list'): string[] =>
  Object.keys(params).filter((key) => params[key]?.type === type);

/** Check that a parameter is of the type that is repeated over. */
function isOfType(scope: Scope, trail: Trail, repeats: string, name: string, wanted: 'cascade' | 'list'): boolean {
  const { params = {} } = scope.graph;
  const type = ownEntry(params, name)?.type;
  if (type === wanted) return true;
  const got = type === undefined ? `"${repeats}"` : `"${name}" of type ${type}`;
  const known = namesOfType(scope, wanted);
  fail(scope, trail, { code: 'E_FOR', expected: `a parameter of type ${wanted}`, got, try: suggestion(name, known) });
  return false;
}

/** The number of the first level that is repeated over; undefined, with a fault, if the cascade does not have it. */
function firstLevel(scope: Scope, trail: Trail, from: string, levels: number): number | undefined {
  const first = Number(from);
  if (/^\d+$/.test(from) && first < levels) return first;
  fail(scope, trail, {
    code: 'E_FOR',
    expected:
      levels === 1
        ? 'a cascade of more than one level: this one has only level 0, so nothing would be repeated'
        : `a first level from 0 to ${levels - 1}: the cascade has ${levels} levels`,
    got: `from ${from}`,
    try: levels === 1 ? 'another cascade' : `from ${/^\d+$/.test(from) ? levels - 1 : 1}`,
  });
  return undefined;
}

/** The number of the last level that is repeated over, where −1 is the cascade's last; undefined, with a fault, if there is none. */
function lastLevel(scope: Scope, trail: Trail, to: string, first: number, levels: number): number | undefined {
  const last = to === '-1' ? levels - 1 : Number(to);
  if (/^(-1|\d+)$/.test(to) && last >= first && last < levels) return last;
  fail(scope, trail, {
    code: 'E_FOR',
    expected: `${first === levels - 1 ? `level ${first}, the last one` : `a last level from ${first} to ${levels - 1}`}, or -1 for that of the cascade, which has ${counted(levels, 'level')}`,
    got: `to ${to}`,
    try: 'to -1',
  });
  return undefined;
}
