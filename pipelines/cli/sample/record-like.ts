import { readFileSync } from 'node:fs';
import { HpdmError, type Fault } from '../../../dsl/index.js';
import { version } from '../../../operators/disk/version.js';
import { hashOfCascade, readRecord, type SamplingRecord } from './sampling-record.js';
import { defaultsOf, ELSEWHERE, SAMPLING_DOCUMENTS } from './sampling-document.js';

/** A key of a record, what it must be, and what it is. */
type Wrong = readonly [key: string, expected: string, got: unknown];

/**
 * The record of an earlier sampling, of which another one is made: nothing in it may be missing, or changed by hand.
 *
 * fails E_LIKE with each key that is wrong; and like `readRecord`
 */
export function recordLike(path: string): SamplingRecord {
  const record = readRecord(path);
  const form = wrongForm(record);
  const wrong = form.length > 0 ? form : [...wrongCascade(path, record), ...wrongParameters(record)];
  if (wrong.length === 0) return record;
  throw new HpdmError(
    wrong.map(([key, expected, got]): Fault => ({
      ...{ code: 'E_LIKE', place: { file: path }, path: key, expected, got: got === undefined ? 'none' : show(got) },
      try: 'the record as hpdm sample wrote it; flags beside --like change what is sampled',
    })),
  );
}

/** What is not of the kind that it must be. */
function wrongForm({ hpdm, parts, parameters, hashes }: SamplingRecord): Wrong[] {
  const { condition, ...does } = parts as Partial<SamplingRecord['parts']>;
  const of = parameters as unknown;
  const named = ['cascade', 'checkpoint', ...(does.fromFile === true ? ['in'] : [])];
  const kept = hashes as unknown as Readonly<Record<string, unknown>>;
  return [
    ...(typeof hpdm === 'string' ? [] : [['hpdm', 'the version of hpdm', hpdm] as const]),
    ...(Object.hasOwn(SAMPLING_DOCUMENTS, String(condition))
      ? []
      : [['parts.condition', Object.keys(SAMPLING_DOCUMENTS).join(', '), condition] as const]),
    ...(['fromFile', 'showLevels', 'separate'] as const).flatMap((name): Wrong[] =>
      typeof does[name] === 'boolean' ? [] : [[`parts.${name}`, 'true or false', does[name]]],
    ),
    ...(typeof of === 'object' && !Array.isArray(of) ? [] : [['parameters', 'values by their names', of] as const]),
    ...named.flatMap((name): Wrong[] =>
      /^[0-9a-f]{64}$/.test(String(kept[name])) ? [] : [[`hashes.${name}`, 'a SHA-256 of 64 digits', kept[name]]],
    ),
  ];
}

/** A cascade that is not that of its hash. */
function wrongCascade(path: string, { hashes }: SamplingRecord): Wrong[] {
  const { cascade } = JSON.parse(readFileSync(path, 'utf8')) as { readonly cascade: unknown };
  const now = hashOfCascade(cascade);
  return now === hashes.cascade
    ? []
    : [['cascade', `the cascade whose SHA-256 is hashes.cascade, ${hashes.cascade}`, `one of ${now}`]];
}

/** Parameters that are missing, that nothing has, or that do not fit the cascade. */
function wrongParameters({ hpdm, parts, parameters, cascade }: SamplingRecord): Wrong[] {
  const { condition, fromFile } = parts;
  const kind = cascade.condition.kind;
  const defaults = defaultsOf(parts);
  const known = [...Object.keys(defaults), ...(fromFile ? ['in'] : [])].filter((name) => !ELSEWHERE.includes(name));
  const subjects = { none: [], classes: ['labels'], text: ['prompts'] }[condition];
  const needed = hpdm === version ? known : ['checkpoint', 'seed', 'count', ...subjects, ...(fromFile ? ['in'] : [])];
  const last = cascade.levels.length - 1;
  const levels = ['until', ...(fromFile ? ['at'] : [])].filter((name) => name in parameters);
  return [
    ...(condition === 'none' || condition === kind
      ? []
      : [['parts.condition', `none or ${kind}, as the cascade`, condition] as const]),
    ...needed.flatMap((name): Wrong[] =>
      name in parameters ? [] : [[`parameters.${name}`, 'the value with which it was sampled', undefined]],
    ),
    ...Object.keys(parameters).flatMap((name): Wrong[] =>
      known.includes(name) ? [] : [[`parameters.${name}`, `one of ${known.join(', ')}`, parameters[name]]],
    ),
    ...levels.flatMap((name): Wrong[] => {
      const level = Number(parameters[name]);
      const isLevel = Number.isInteger(level) && level >= -1 && level <= last;
      return isLevel
        ? []
        : [[`parameters.${name}`, `a level from 0 to ${last}, or -1 for the last one`, parameters[name]]];
    }),
    ...Object.entries(defaults).flatMap(([name, usual]): Wrong[] => {
      // --set keeps numbers as texts
      const isRight = typeof usual !== 'number' || Number.isFinite(Number(parameters[name] ?? usual));
      return isRight ? [] : [[`parameters.${name}`, 'a number', parameters[name]]];
    }),
  ];
}

const show = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
