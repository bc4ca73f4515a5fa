import { expectationOf, show, type UnsavedDocument } from '../../dsl/index.js';
import { formatPage } from '../cli/ops/format-page.js';
import { operatorPage } from '../cli/ops/operator-page.js';
import { presets } from '../presets.js';
import { formAt, keysOf, meaning, wordsAt } from './form-at.js';
import { endsOf, portsOf, readable, settingsOf, type SeenPort, type SeenSetting } from './ports-of.js';
import { seen as see, type Seen } from './seen.js';
import { spotOfCursor, type Spot } from './spot.js';
import { partOf, surroundingsOf, type Surroundings } from './surroundings.js';

/** Something that fits at the cursor. */
export interface Proposal {
  readonly label: string;
  readonly kind: 'operator' | 'port' | 'key' | 'word' | 'reference' | 'parameter';
  /** What is written in the place of the word before the cursor. */
  readonly insert: string;
  /** Its type in a few words. */
  readonly detail: string;
  /** What its contract says. */
  readonly about?: string;
  /** Whether it fits better than others. */
  readonly isFirst?: true;
}

/** What fits at a place; offsets of the text that it replaces. */
export interface Proposals {
  readonly from: number;
  readonly to: number;
  readonly proposals: readonly Proposal[];
}

/** What fits at the cursor of a document that is being written: operators, ports, settings, references, keys, words. */
export async function propose({ file, text }: UnsavedDocument, offset: number): Promise<Proposals | undefined> {
  const spot = spotOfCursor(text, offset);
  if (spot === undefined) return undefined;
  const seen = await see({ file }, spot.value);
  const at = surroundingsOf(seen.document, spot.isKey ? spot.trail.slice(0, -1) : spot.trail);
  const name = /\$\{([\w-]*)$/.exec(spot.text)?.[1];
  if (name !== undefined) {
    const declared = readableFrom(at, at.graph['params'] ?? seen.document['params']);
    return { from: spot.to - name.length, to: spot.to, proposals: parametersOf(declared, '') };
  }
  const proposals = spot.isKey ? keys(spot, at, seen) : values(spot, at, seen);
  const isIn = (label: string): boolean => spot.isKey && Object.hasOwn(partOf(valueAt(spot)), label);
  return { from: spot.from, to: spot.to, proposals: proposals.filter(({ label }) => !isIn(label)) };
}

/** The map in which a key is being written. */
const valueAt = ({ trail, value }: Spot): unknown =>
  trail.slice(0, -1).reduce<unknown>((inner, step) => partOf(inner)[step], value);

function keys(spot: Spot, at: Surroundings, seen: Seen): Proposal[] {
  const { node, rest } = at;
  const [part] = rest;
  if (rest.length === 1 && node !== undefined && part === 'in') return portsOf(node, seen, 'in').map(portKey);
  if (rest.length === 1 && node !== undefined && part === 'with') {
    return Object.entries(settingsOf(node, seen)).map(([name, setting]) => settingKey(name, setting));
  }
  if (rest.length === 1 && part === 'out' && at.bodyOf !== undefined) return endsOf(at, seen, 'out').map(portKey);
  return languageKeys(spot.trail.slice(0, -1), seen);
}

/** The keys that the language, or the format of cascades, has at a place. */
function languageKeys(trail: Spot['trail'], { isCascade, document }: Seen): Proposal[] {
  const value = trail.reduce<unknown>((inner, step) => partOf(inner)[step], document);
  return Object.entries(keysOf(formAt(isCascade, trail, document), value)).map(([label, form]) => ({
    ...{ label, insert: `${label}: `, kind: 'key', detail: expectationOf(form).expected },
    about: meaning(isCascade, form),
  }));
}

const portKey = ({ name, type }: SeenPort): Proposal => ({
  ...{ label: name, insert: `${name}: `, kind: 'port', detail: type },
});

const settingKey = (name: string, setting: SeenSetting): Proposal => ({
  ...{ label: name, insert: `${name}: `, kind: 'parameter', detail: typeOf(setting) },
  about: setting.description ?? '',
});

const typeOf = ({ name = '', default: usual }: SeenSetting): string =>
  usual === undefined ? name : `${name} = ${show(usual)}`;

function values(spot: Spot, at: Surroundings, seen: Seen): Proposal[] {
  const { node, rest, graph } = at;
  const [part, name = ''] = rest;
  if (node !== undefined && part === 'op') return operatorsFor(at, seen);
  if (node !== undefined && part === 'graph') return words(Object.keys(partOf(seen.document['graphs'])), 'graph');
  if (node !== undefined && part === 'in' && rest.length > 1) {
    return references(at, seen, portsOf(node, seen, 'in').find((port) => port.name === name)?.kind);
  }
  if (node !== undefined && part === 'with' && rest.length > 1) {
    const { words: known = [], name: type } = settingsOf(node, seen)[name] ?? {};
    const own = parametersOf(partOf(at.bodyOf === undefined ? graph['params'] : seen.document['params']), '$');
    return [...words(type === 'bool' ? ['true', 'false'] : known, 'value'), ...own];
  }
  if (node === undefined && part === 'out' && rest.length > 1) {
    return references(at, seen, endsOf(at, seen, 'out').find((port) => port.name === name)?.kind);
  }
  if (node === undefined && part === 'params' && rest[2] === 'default') {
    const { [name]: declared } = partOf(graph['params']);
    return [...defaultsFor(declared), ...parametersOf(readableFrom(at, graph['params']), '$')];
  }
  const known = words(wordsAt(seen.isCascade, spot.trail, seen.document), 'value');
  // where a map is expected, what is written is the beginning of a key
  return [...known, ...keys({ ...spot, trail: [...spot.trail, ''] }, at, seen)];
}

const words = (labels: readonly string[], detail: string): Proposal[] =>
  labels.map((label) => ({ label, insert: label, kind: 'word', detail }));

/** The operators that a node can have; in a body, those that compute without a stream. */
function operatorsFor({ bodyOf }: Surroundings, { registry }: Seen): Proposal[] {
  return Object.values(registry)
    .filter(({ form }) => bodyOf === undefined || form === 'pure')
    .map((operator) => ({
      ...{ label: operator.id, insert: operator.id, kind: 'operator', detail: operator.summary },
      about: formatPage(operatorPage(operator)),
    }));
}

/** What an input can read; what has its kind comes first. */
function references(at: Surroundings, seen: Seen, kind: string | undefined): Proposal[] {
  return readable(at, seen).map(({ name, type, kind: own }) => ({
    ...{ label: name, kind: 'reference', detail: type },
    insert: name.includes('[') ? `'${name}'` : name,
    ...(kind !== undefined && kind === own ? { isFirst: true } : {}),
  }));
}

/** The parameters that a place can read: all of them, and within a parameter those but itself. */
function readableFrom({ node, rest: [part, own] }: Surroundings, declared: unknown): Readonly<Record<string, unknown>> {
  const others = Object.entries(partOf(declared)).filter(
    ([name]) => node !== undefined || part !== 'params' || name !== own,
  );
  return Object.fromEntries(others);
}

const parametersOf = (declared: Readonly<Record<string, unknown>>, sign: '' | '$'): Proposal[] =>
  Object.entries(declared).map(([name, one]) => {
    const { type, description } = partOf(one);
    const label = sign === '' ? name : `\${${name}}`;
    return {
      ...{ label, insert: sign === '' ? name : `'${label}'`, kind: 'parameter', detail: String(type) },
      ...(typeof description === 'string' ? { about: description } : {}),
    };
  });

/** Defaults of a parameter: the words of a choice, the cascades that come with hpdm. */
function defaultsFor(declared: unknown): Proposal[] {
  const { type, values: choices } = partOf(declared);
  if (type === 'bool') return words(['true', 'false'], 'value');
  if (type === 'cascade') return words(Object.keys(presets), 'cascade');
  return type === 'enum' && Array.isArray(choices) ? words(choices.map(String), 'value') : [];
}
