import { dirname, resolve } from 'node:path';
import { cascadeCodec } from './cascade-document.js';
import { resolveCascade, type Cascade } from './cascade.js';
import type { ParameterDocument } from './document.js';
import { HpdmError, type Fault } from './error.js';
import { suggestion } from './nearest.js';
import { bool, choice, int, misfit, number, path, string, type Parameter } from './parameter.js';
import { readSource, type Source } from './read.js';
import { decode } from './report.js';

/** Values of a document's parameters, by name. */
export type Bindings = Readonly<Record<string, unknown>>;

/** Read and check a cascade file, and fill in its defaults. */
export const readCascade = (file: string): Cascade => resolveCascade(decode(cascadeCodec, readSource(file)));

/**
 * Values of a document's parameters: what was given, else the default.
 *
 * @param given values by name; texts are converted, as from `--set name=value`
 * @param faults collects E_PARAM_UNKNOWN, E_PARAM_TYPE, E_PARAM_MISSING, and what is wrong with a cascade file
 */
export function bindParameters(
  declared: Readonly<Record<string, ParameterDocument>>,
  given: Bindings,
  source: Source,
  faults: Fault[],
): Bindings {
  for (const name of Object.keys(given).filter((name) => !(name in declared))) {
    faults.push({
      code: 'E_PARAM_UNKNOWN',
      place: { file: source.file },
      path: `params.${name}`,
      expected: 'a parameter of this document',
      got: name,
      try: suggestion(name, Object.keys(declared)),
    });
  }
  const bound = Object.entries(declared).map(([name, declaration]) => {
    try {
      return [name, bindOne(name, declaration, given[name], source)] as const;
    } catch (error) {
      if (!(error instanceof HpdmError)) throw error;
      faults.push(...error.faults);
      return [name, undefined] as const;
    }
  });
  return Object.fromEntries(bound);
}

function bindOne(name: string, declaration: ParameterDocument, given: unknown, source: Source): unknown {
  const place = source.place(['params', name]);
  const raw = given ?? declaration.default;
  if (raw === undefined) {
    throw new HpdmError({
      code: 'E_PARAM_MISSING',
      place,
      path: `params.${name}`,
      expected: declaration.type,
      got: 'nothing',
      try: `--set ${name}=…`,
    });
  }
  if (declaration.type === 'cascade') {
    if (typeof raw !== 'string') return raw;
    return readCascade(given === undefined ? resolve(dirname(source.file), raw) : raw);
  }
  const parameter = asParameter(declaration);
  const value = typeof raw === 'string' ? fromText(raw, declaration.type) : raw;
  const wrong = misfit(parameter, value);
  if (wrong === undefined) return value;
  throw new HpdmError({
    code: 'E_PARAM_TYPE',
    place,
    path: `params.${name}`,
    ...wrong,
    try: `--set ${name}=${show(parameter)}`,
  });
}

const show = ({ default: value, name }: Parameter): string => (value === undefined ? `<${name}>` : asText(value));

/** A declared parameter in the form operators declare theirs. */
function asParameter({
  type,
  values,
  description = '',
  min,
  max,
  unit,
  default: fallback,
}: ParameterDocument): Parameter {
  const options = {
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(unit === undefined ? {} : { unit }),
    ...(fallback === undefined ? {} : { default: fallback as never }),
  };
  const makers = { int, number, bool, string, path, cascade: string };
  return type === 'enum' ? choice(values ?? [], description, options) : makers[type](description, options);
}

/** `--set` gives texts: the value a text stands for, or the text itself where it stands for none. */
function fromText(text: string, type: ParameterDocument['type']): unknown {
  if (type === 'bool') return text === 'true' ? true : text === 'false' ? false : text;
  if (type !== 'int' && type !== 'number') return text;
  const value = Number(text);
  return text.trim() === '' || Number.isNaN(value) ? text : value;
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const WHOLE = /^\$\{([\w-]+)\}$/;
const PART = /\$\{([\w-]+)\}/g;

/** Replace `${name}` by its value, in texts at any depth; a text that is only `${name}` takes the value's type. */
export function substitute(value: unknown, bindings: Bindings, unknown: (name: string) => void): unknown {
  const lookUp = (name: string): unknown => {
    if (!(name in bindings)) unknown(name);
    return bindings[name];
  };
  if (typeof value === 'string') {
    const whole = WHOLE.exec(value)?.[1];
    if (whole !== undefined) return lookUp(whole);
    return value.replace(PART, (_, name: string) => asText(lookUp(name)));
  }
  if (Array.isArray(value)) return value.map((item: unknown) => substitute(item, bindings, unknown));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, substitute(item, bindings, unknown)]));
}
