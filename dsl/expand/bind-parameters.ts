import { dirname, resolve } from 'node:path';
import { cascadeFrom } from '../cascade/cascade-from.js';
import { such } from '../codec/such.js';
import type { ParameterDocument } from '../document/pipeline-document.js';
import { HpdmError, type Fault } from '../fault/fault.js';
import { fileMisfit } from '../document/file-misfit.js';
import { suggestion } from '../fault/nearest.js';
import {
  bool,
  choice,
  int,
  ints,
  misfit,
  number,
  numbers,
  path,
  string,
  strings,
  type Parameter,
} from '../contract/parameter.js';
import { propose } from '../contract/propose.js';
import type { Source, Trail } from '../document/source.js';
import { at as writtenAt, describeGraph } from '../document/written.js';
import type { Presets } from '../document/read-source.js';
import { defaultOf } from './default-of.js';
import type { Bindings } from './substitute.js';

/** Values for the parameters of a graph, and their origin for messages. */
export interface Given {
  readonly values: Bindings;
  /** The place of a value, or of a part of it; a value from outside the documents has a path only. */
  readonly at: (name: string, part?: Trail) => Pick<Fault, 'place' | 'path' | 'usedBy'>;
  /** The form in which the user gives `value`. */
  readonly how: (name: string, value: string) => string;
  /** Whether texts are converted to numbers, booleans and lists, as on the command line. */
  readonly texts: boolean;
}

/** The declarations and their source. */
interface Declared {
  readonly params?: Readonly<Record<string, ParameterDocument>>;
  readonly source: Source;
  readonly trail: Trail;
}

/** Values from the command line or a program. */
export const fromOutside = (values: Bindings): Given => ({
  values,
  at: (name) => ({ path: `params.${name}` }),
  how: (name, value) => `--set ${name}=${asArgument(value)}`,
  texts: true,
});

/** A value in YAML as a word of a command line: `a,b` for a list, unless an item has a comma in it. */
function asArgument(value: string): string {
  const quoted = /"(?:[^"\\]|\\.)*"/g;
  if (!value.startsWith('[')) return value.replace(/^"(.*)"$/, '$1');
  if (value.match(quoted)?.some((item) => item.includes(',')) === true) return `'${value}'`;
  return value
    .slice(1, -1)
    .replace(quoted, (item) => item.slice(1, -1))
    .replaceAll(', ', ',');
}

/**
 * The values of a graph's parameters: the given ones, else the defaults, in which `${name}` is the value of another parameter.
 *
 * @param given texts are converted, as from `--set name=value`
 * @param presets cascades by name
 * @param faults collects E_PARAM_UNKNOWN, E_PARAM_TYPE, E_PARAM_DEFAULT, E_PARAM_MISSING, E_FILE, E_CASCADE_UNKNOWN and the faults in a cascade
 */
export function bindParameters(declared: Declared, given: Given, presets: Presets, faults: Fault[]): Bindings {
  const { params = {}, source, trail } = declared;
  for (const name of Object.keys(given.values).filter((name) => !Object.hasOwn(params, name))) {
    faults.push({
      code: 'E_PARAM_UNKNOWN',
      place: { file: source.file },
      ...given.at(name),
      expected: `a parameter of ${describeGraph(declared)}`,
      got: name,
      try: suggestion(name, Object.keys(params)),
    });
  }
  const bound: Record<string, unknown> = {};
  const bind = (name: string, declaration: ParameterDocument, readers: readonly string[]): unknown => {
    if (Object.hasOwn(bound, name)) return bound[name];
    try {
      const parts = [...trail, 'params', name];
      const standing = { source, trail: [...parts, 'default'], params, readers: [...readers, name] };
      const value = Object.hasOwn(given.values, name)
        ? given.values[name]
        : defaultOf(declaration.default, bind, standing);
      bound[name] = bindOne(name, { declaration, value }, given, presets, source, parts);
    } catch (error) {
      if (!(error instanceof HpdmError)) throw error;
      faults.push(...error.faults);
      bound[name] = undefined;
    }
    return bound[name];
  };
  return Object.fromEntries(Object.entries(params).map(([name, one]) => [name, bind(name, one, [])]));
}

function bindOne(
  name: string,
  { declaration, value: raw }: { readonly declaration: ParameterDocument; readonly value: unknown },
  given: Given,
  presets: Presets,
  source: Source,
  trail: Trail,
): unknown {
  const isGiven = Object.hasOwn(given.values, name);
  // the declaration of this parameter, or of one in its default, has a fault already
  if (raw === undefined && (isGiven || declaration.default !== undefined)) return undefined;
  const parameter = asParameter(declaration);
  const example = asText(declaration.default ?? `<${parameter.name}>`, given.texts);
  const outside = (part?: Trail) => ({ place: source.place(trail), ...given.at(name, part) });
  if (raw === undefined) {
    const hint = given.how(name, example);
    throw new HpdmError({ code: 'E_PARAM_MISSING', ...outside(), expected: parameter.name, got: 'nothing', try: hint });
  }
  const at = isGiven ? outside : (part: Trail = []) => writtenAt({ source }, [...trail, 'default', ...part]);
  const value = isGiven && given.texts && typeof raw === 'string' ? fromText(raw, declaration) : raw;
  const wrong = misfit(parameter, value);
  if (wrong !== undefined) {
    const code = isGiven ? 'E_PARAM_TYPE' : 'E_PARAM_DEFAULT';
    // a text that is no list says nothing of the items
    const meant = declaration.type === 'list' && given.texts && typeof value === 'string' ? undefined : value;
    const proposed = propose({ ...parameter, ...(isGiven ? { default: declaration.default } : {}) }, meant);
    const hint = isGiven ? given.how(name, proposed) : `default: ${proposed}`;
    throw new HpdmError({ code, ...at(), ...wrong, try: hint });
  }
  const from = isGiven ? given.at(name).place?.file : at().place.file;
  const folder = from === undefined ? '.' : dirname(from);
  if (declaration.type === 'cascade') return cascadeFrom(value, { at, folder, presets });
  if (declaration.type !== 'file') return value;
  const file = resolve(folder, value as string);
  const missing = fileMisfit(file);
  if (missing === undefined) return file;
  throw new HpdmError({ code: 'E_FILE', ...at(), expected: 'an existing file', ...missing });
}

/** A declared parameter in the form in which operators declare theirs. */
export function asParameter(declaration: ParameterDocument): Parameter {
  const { description = '' } = declaration;
  switch (declaration.type) {
    case 'enum':
      return choice(declaration.values, description);
    case 'list':
      return { ...LISTS[declaration.of](description), ...boundsOf(declaration) };
    case 'int':
    case 'number':
      return { ...{ int, number }[declaration.type](description), ...boundsOf(declaration) };
    case 'file':
      return { ...string(description), name: 'file' };
    case 'cascade':
      return { type: cascadeOrFile, name: 'cascade file', description };
    case 'string':
    case 'bool':
    case 'path':
      return PLAIN[declaration.type](description);
  }
}

type Make = (description: string) => Parameter;
const LISTS: Readonly<Record<'string' | 'int' | 'number', Make>> = { string: strings, int: ints, number: numbers };
const PLAIN: Readonly<Record<'string' | 'bool' | 'path', Make>> = { string, bool, path };

/** The path or name of a cascade, the content of a cascade's file, or a cascade that was read already. */
const cascadeOrFile = such(
  { expected: 'cascade', example: 'cascades/mnist.yaml' },
  (value): value is string | object =>
    typeof value === 'string' ||
    (typeof value === 'object' && value !== null && ['cascade', 'extends', 'levels'].some((key) => key in value)),
);

const boundsOf = ({ min, max, unit }: Pick<Parameter, 'min' | 'max' | 'unit'>): Partial<Parameter> => ({
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
  ...(unit === undefined ? {} : { unit }),
});

/** The value of a text from `--set`; the text itself if it cannot be converted. */
function fromText(text: string, declaration: ParameterDocument): unknown {
  switch (declaration.type) {
    case 'bool':
      return text === 'true' ? true : text === 'false' ? false : text;
    case 'int':
    case 'number':
      return numeric(text);
    case 'list': {
      const items = itemsOf(text);
      if (items === undefined) return text;
      return declaration.of === 'string'
        ? items
        : items.map((item) => (typeof item === 'string' ? numeric(item) : item));
    }
    default:
      return text;
  }
}

/** The items of `a, b` or `[a, b]`, or of a list in JSON where an item has a comma in it: `["a,b", "c"]`; nothing where that is none. */
function itemsOf(text: string): readonly unknown[] | undefined {
  const [, inner] = /^\s*\[(.*)\]\s*$/s.exec(text) ?? [];
  if (inner !== undefined && !/["'[\]{}]/.test(inner)) return itemsOf(inner);
  if (!text.trimStart().startsWith('[')) return text.trim() === '' ? [] : text.split(',').map((item) => item.trim());
  try {
    return JSON.parse(text) as readonly unknown[];
  } catch {
    return undefined;
  }
}

function numeric(text: string): number | string {
  const value = Number(text);
  return text.trim() === '' || Number.isNaN(value) ? text : value;
}

const asText = (value: unknown, commas: boolean): string =>
  typeof value === 'string' ? value : commas && Array.isArray(value) ? value.join(',') : JSON.stringify(value);
