import type { Conflict, Known } from './dimensions.js';
import type { Draft, Edge, End } from './draft.js';
import { lineOf } from './size-fact.js';
import type { Fault } from '../fault/fault.js';
import { show, type Parameter } from '../contract/parameter.js';
import { propose } from '../contract/propose.js';

/** The fact that a node has a cascade, with the setting that says so. */
export interface CascadeFact {
  readonly node: Draft;
  readonly name: string;
  readonly cascade: unknown;
}

/** Largest number of differences in a message. */
const SHOWN = 3;

/** The fault of an edge between nodes with different cascades; `left` is the end that reads. */
export function cascadeFault({ from, to, at }: Edge, { left, right }: Conflict<CascadeFact>): Fault {
  const { file } = at.place;
  const [mine, theirs] = [sayOf(left, file), sayOf(right, file)];
  const different = differences(left.because[0]?.cascade, right.because[0]?.cascade);
  const more = different.length > SHOWN ? ` and ${different.length - SHOWN} more` : '';
  const keys = different
    .slice(0, SHOWN)
    .map(({ key, a, b }) => `${key} is ${show(a)} at one end, but ${show(b)} at the other`);
  return {
    ...at,
    code: 'E_EDGE_CASCADE',
    message: `both ends must be of one cascade: ${keys.join('; ')}${more}`,
    expected: `the cascade of ${mine.text}   ${endOf(to)}`,
    got: `the cascade of ${theirs.text}   ${endOf(from)}`,
    try: `take ${mine.path} out: it is then that of ${theirs.path}`,
  };
}

/** The fault of a node whose cascade is not given and does not follow from its edges. */
export function missingCascade(node: Draft, name: string, parameter: Parameter): Fault {
  return {
    ...node.at(['with', name]),
    code: 'E_SETTING_MISSING',
    expected: `${parameter.name}: ${parameter.description}; or an edge to a node that has one`,
    got: 'neither',
    try: `${name}: ${propose(parameter, undefined)}`,
  };
}

function sayOf({ because: [fact] }: Known<CascadeFact>, file: string): { text: string; path: string } {
  const { path = '', place } = fact?.node.at(['with', fact.name]) ?? {};
  return { path, text: place === undefined ? path : `${path} (${lineOf(place, file)})` };
}

const endOf = ({ name, node, side }: End): string => `${side} "${name}" of ${node.operator.id}`;

/** The places at which two values differ, down to values that are not objects. */
function differences(a: unknown, b: unknown, key = ''): { key: string; a: unknown; b: unknown }[] {
  if (JSON.stringify(a) === JSON.stringify(b)) return [];
  if (!isNested(a) || !isNested(b)) return [{ key, a, b }];
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return names.flatMap((name) => differences(a[name], b[name], key === '' ? name : `${key}.${name}`));
}

const isNested = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
