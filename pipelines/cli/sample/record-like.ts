import { readFileSync } from 'node:fs';
import { HpdmError, type Fault } from '../../../dsl/index.js';
import { version } from '../../../operators/disk/version.js';
import { hashOfCascade, readRecord, type SamplingRecord } from './sampling-record.js';
import { defaultsOf, ELSEWHERE, SAMPLING_DOCUMENTS } from './sampling-document.js';

/** Something in a record: what it must be, what it is, and whether that is right. */
interface Check {
  readonly key: string;
  readonly expected: string;
  readonly got: unknown;
  readonly isRight: boolean;
}

/**
 * The record of an earlier sampling, of which another one is made: nothing in it may be missing, or changed by hand.
 *
 * fails E_LIKE with each key that is wrong; and like `readRecord`
 */
export function recordLike(path: string): SamplingRecord {
  const record = readRecord(path);
  const ofForm = wrongOf(formChecks(record));
  const wrong = ofForm.length > 0 ? ofForm : wrongOf([cascadeCheck(path, record), ...parameterChecks(record)]);
  if (wrong.length === 0) return record;
  throw new HpdmError(
    wrong.map(({ key, expected, got }): Fault => ({
      ...{ code: 'E_LIKE', place: { file: path }, path: key, expected, got: got === undefined ? 'none' : show(got) },
      try: 'the record as hpdm sample wrote it; flags beside --like change what is sampled',
    })),
  );
}

const wrongOf = (checks: readonly Check[]): Check[] => checks.filter(({ isRight }) => !isRight);

/** Whether everything is of the kind that it must be. */
function formChecks({ hpdm, parts, parameters, hashes }: SamplingRecord): Check[] {
  const [version, does, values, kept]: unknown[] = [hpdm, parts, parameters, hashes];
  const part = (name: string): unknown => (does as Readonly<Record<string, unknown>>)[name];
  const hash = (name: string): unknown => (kept as Readonly<Record<string, unknown>>)[name];
  const known = Object.keys(SAMPLING_DOCUMENTS);
  const condition = part('condition');
  const named = ['cascade', 'checkpoint', ...(part('fromFile') === true ? ['in'] : [])];
  return [
    { key: 'hpdm', expected: 'the version of hpdm', got: version, isRight: typeof version === 'string' },
    { key: 'parts.condition', expected: known.join(', '), got: condition, isRight: known.includes(String(condition)) },
    ...['fromFile', 'showLevels', 'separate'].map((name): Check => {
      const got = part(name);
      return { key: `parts.${name}`, expected: 'true or false', got, isRight: typeof got === 'boolean' };
    }),
    {
      ...{ key: 'parameters', expected: 'values by their names', got: values },
      isRight: typeof values === 'object' && !Array.isArray(values),
    },
    ...named.map((name): Check => {
      const got = hash(name);
      const isRight = /^[0-9a-f]{64}$/.test(String(got));
      return { key: `hashes.${name}`, expected: 'a SHA-256 of 64 digits', got, isRight };
    }),
  ];
}

/** Whether the cascade is that of its hash. */
function cascadeCheck(path: string, { hashes }: SamplingRecord): Check {
  const { cascade } = JSON.parse(readFileSync(path, 'utf8')) as { readonly cascade: unknown };
  const now = hashOfCascade(cascade);
  const expected = `the cascade whose SHA-256 is hashes.cascade, ${hashes.cascade}`;
  return { key: 'cascade', expected, got: `one of ${now}`, isRight: now === hashes.cascade };
}

/** Whether all parameters are there, no others, and fit the cascade. */
function parameterChecks({ hpdm, parts, parameters, cascade }: SamplingRecord): Check[] {
  const { condition, fromFile } = parts;
  const { kind } = cascade.condition;
  const defaults = defaultsOf(parts);
  const known = [...Object.keys(defaults), ...(fromFile ? ['in'] : [])].filter((name) => !ELSEWHERE.includes(name));
  const subjects = { none: [], classes: ['labels'], text: ['prompts'] }[condition];
  const needed = hpdm === version ? known : ['checkpoint', 'seed', 'count', ...subjects, ...(fromFile ? ['in'] : [])];
  const last = cascade.levels.length - 1;
  const of = (name: string) => ({ key: `parameters.${name}`, got: parameters[name] });
  return [
    {
      ...{ key: 'parts.condition', expected: `none or ${kind}, as the cascade`, got: condition },
      isRight: condition === 'none' || condition === kind,
    },
    ...needed.map((name): Check => {
      return { ...of(name), expected: 'the value with which it was sampled', isRight: name in parameters };
    }),
    ...Object.keys(parameters).map((name): Check => {
      return { ...of(name), expected: `one of ${known.join(', ')}`, isRight: known.includes(name) };
    }),
    ...['until', 'at'].map((name): Check => {
      const level = Number(parameters[name] ?? last);
      const isRight = Number.isInteger(level) && level >= -1 && level <= last;
      return { ...of(name), expected: `a level from 0 to ${last}, or -1 for the last one`, isRight };
    }),
    ...Object.entries(defaults).map(([name, usual]): Check => {
      // --set keeps numbers as texts
      const isRight = typeof usual !== 'number' || Number.isFinite(Number(parameters[name] ?? usual));
      return { ...of(name), expected: 'a number', isRight };
    }),
  ];
}

const show = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
