import type * as t from 'io-ts';
import { factsOfKey, type KeyFacts } from '../codec/key.js';
import { show } from '../contract/parameter.js';
import type { Trail } from '../document/source.js';
import { CASCADE_MAPS, type CascadeDocument } from './cascade-document.js';
import type { CascadeReport } from './cascade-report.js';
import { valueAt } from './value-at.js';

/**
 * Check the numbers of a cascade against the bounds of their keys.
 *
 * @returns whether all sizes and counts are 1 or more; the further checks divide by them
 */
export function checkRanges(document: CascadeDocument, report: CascadeReport): boolean {
  const maps = CASCADE_MAPS.flatMap(({ keys, trails }) => trails(document).map((trail) => ({ keys, trail })));
  const sound = maps.flatMap(({ keys, trail }) =>
    Object.entries(keys).map(([name, codec]) => checkKey(document, trail, name, codec, report)),
  );
  return sound.every(Boolean);
}

/** Check the number or the numbers of one key; false if a size or count is too small. */
function checkKey(document: CascadeDocument, map: Trail, name: string, codec: t.Mixed, report: CascadeReport): boolean {
  const facts = factsOfKey(codec);
  const value = valueAt(document, [...map, name]);
  const wrong = numbersIn(value, [...map, name]).filter(([, number]) => !isInside(number, facts));
  for (const [trail] of wrong) {
    const bound = facts.above === undefined ? `${facts.min} or more` : `more than ${facts.above}`;
    const details = facts.min === 1 ? { rule: 'positive-numbers' as const } : {};
    report(trail, `${bound} (${facts.about})`, `${name}: ${show(mended(value, facts))}`, details);
  }
  return wrong.length === 0 || facts.min !== 1;
}

const isInside = (number: number, { min = -Infinity, above = -Infinity }: KeyFacts): boolean =>
  number >= min && number > above;

/** The numbers of a value, which is a number, a list of numbers, or neither. */
function numbersIn(value: unknown, trail: Trail): [Trail, number][] {
  if (Array.isArray(value)) return value.flatMap((item, index) => numbersIn(item, [...trail, index]));
  return typeof value === 'number' ? [[trail, value]] : [];
}

/** The value with every number that is out of bounds replaced: by the default, else by the smallest possible number. */
function mended(value: unknown, facts: KeyFacts): unknown {
  if (Array.isArray(value)) return value.map((item) => mended(item, facts));
  return isInside(value as number, facts) ? value : (facts.default ?? facts.min ?? 1);
}
