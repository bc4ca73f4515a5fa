import { ownEntry, show, type UnsavedDocument } from '../../dsl/index.js';
import { formatPage } from '../cli/ops/format-page.js';
import { operatorPage } from '../cli/ops/operator-page.js';
import { formAt, keysOf, meaning } from './form-at.js';
import { endsOf, operatorOf, portsOf, readable, settingsOf, type SeenPort, type SeenSetting } from './ports-of.js';
import { seen as see, type Seen } from './seen.js';
import { spotOfWord, type Spot } from './spot.js';
import { partOf, surroundingsOf, type Surroundings } from './surroundings.js';

/** What stands at a place, in the words of its contract or of the reference of its key. */
export interface Explanation {
  readonly from: number;
  readonly to: number;
  /** Plain text, with columns. */
  readonly about: string;
}

/** What the word at an offset means; undefined where there is nothing to say. */
export async function explain({ file, text }: UnsavedDocument, offset: number): Promise<Explanation | undefined> {
  const spot = spotOfWord(text, offset);
  if (spot === undefined) return undefined;
  const seen = await see({ file }, spot.value);
  const at = surroundingsOf(seen.document, spot.trail);
  const about = spot.isKey ? ofKey(spot, at, seen) : ofValue(spot, at, seen);
  return about === undefined ? undefined : { from: spot.from, to: spot.to, about };
}

function ofKey({ trail }: Spot, at: Surroundings, seen: Seen): string | undefined {
  const { node, rest } = at;
  const [part, name = ''] = rest;
  if (rest.length === 2 && node !== undefined && part === 'in')
    return portNamed(portsOf(node, seen, 'in'), String(name));
  if (rest.length === 2 && node !== undefined && part === 'with') {
    const setting = settingsOf(node, seen)[name];
    return setting === undefined ? undefined : settingText(String(name), setting);
  }
  if (rest.length === 2 && part === 'out' && at.bodyOf !== undefined)
    return portNamed(endsOf(at, seen, 'out'), String(name));
  if (rest.length === 0 && node !== undefined) return nodeText(node, seen);
  const map = trail.slice(0, -1);
  const value = map.reduce<unknown>((inner, step) => partOf(inner)[step], seen.document);
  const form = ownEntry(keysOf(formAt(seen.isCascade, map, seen.document), value), String(trail.at(-1)));
  return form === undefined ? undefined : `${trail.at(-1)}\n${meaning(seen.isCascade, form)}`;
}

function ofValue({ text }: Spot, at: Surroundings, seen: Seen): string | undefined {
  const name = /^\$\{([\w-]+)\}$/.exec(text)?.[1];
  if (name !== undefined) {
    const declared = partOf(at.graph['params'] ?? seen.document['params'])[name];
    const { type, description, default: usual } = partOf(declared);
    if (typeof type !== 'string') return undefined;
    return `${name}   ${type}${usual === undefined ? '' : ` = ${show(usual)}`}\n${typeof description === 'string' ? description : ''}`.trim();
  }
  const [part] = at.rest;
  if (part === 'op' && at.node !== undefined) return nodeText(at.node, seen);
  if (part === 'in' || part === 'out') return portNamed(readable(at, seen), copyOf(text));
  return undefined;
}

/** Any copy of a repeated node has the ports of the last one. */
const copyOf = (reference: string): string => reference.replace(/\[(?!<)[^\]]*\]/, '[last]');

const portNamed = (ports: readonly SeenPort[], name: string): string | undefined => {
  const port = ports.find((one) => one.name === name);
  return port === undefined ? undefined : `${port.name}   ${port.type}`;
};

function nodeText(node: Parameters<typeof operatorOf>[0], seen: Seen): string | undefined {
  const operator = operatorOf(node, seen);
  if (operator !== undefined) return formatPage(operatorPage(operator)).trimEnd();
  const { graph } = node;
  const about = typeof graph === 'string' ? seen.graph(graph)['about'] : undefined;
  return typeof about === 'string' ? `${String(graph)}\n${about}` : undefined;
}

function settingText(name: string, { name: type = '', description = '', ...facts }: SeenSetting): string {
  const { default: usual, min, max, unit } = facts;
  const bounds = [
    min === undefined ? '' : `≥ ${min}`,
    max === undefined ? '' : `≤ ${max}`,
    unit ?? '',
    usual === undefined ? '' : `default ${show(usual)}`,
  ].filter((one) => one !== '');
  return `${name}   ${[type, ...bounds].join(', ')}\n${description}`;
}
