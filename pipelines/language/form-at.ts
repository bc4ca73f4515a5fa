import { cascadeCodec, documentCodec, expectationOf, factsOfKey, ownEntry, show } from '../../dsl/index.js';
import { partOf } from './surroundings.js';

/** What the language or a cascade accepts at a place. */
export type Form = Parameters<typeof factsOfKey>[0];

/** The codec at the end of a trail; undefined where the language leaves the form open. */
export function formAt(isCascade: boolean, trail: readonly (string | number)[], document: unknown): Form | undefined {
  let form: Form | undefined = isCascade ? cascadeCodec : documentCodec;
  let value = document;
  for (const step of trail) {
    if (form === undefined) return undefined;
    form = chosen(form, value)[step] ?? expectationOf(form).each;
    value = partOf(value)[step];
  }
  return form;
}

/** The keys of a map of a form; where one of them selects the others, those that are common to all until it is there. */
export const keysOf = (form: Form | undefined, value: unknown): Readonly<Record<string, Form>> =>
  form === undefined ? {} : chosen(form, value);

function chosen(form: Form, value: unknown): Readonly<Record<string, Form>> {
  const { keys = {}, forms } = expectationOf(form);
  if (forms === undefined) return keys;
  const codec = ownEntry(forms.codecs, String(partOf(value)[forms.tag])) ?? Object.values(forms.codecs)[0];
  return codec === undefined ? {} : keysOf(codec, value);
}

/** The words that a form accepts; of a map of forms, those of the key that selects one. */
export function wordsAt(isCascade: boolean, trail: readonly (string | number)[], document: unknown): readonly string[] {
  const key = trail.at(-1);
  const { forms } = expectationOf(formAt(isCascade, trail.slice(0, -1), document) ?? documentCodec);
  if (forms !== undefined && key === forms.tag) return Object.keys(forms.codecs);
  const form = formAt(isCascade, trail, document);
  if (form === undefined) return [];
  const { words, expected } = expectationOf(form);
  return words ?? (expected === 'true or false' ? ['true', 'false'] : []);
}

/** What a key means: of a cascade, what its reference says; of a pipeline document, what it accepts. */
export function meaning(isCascade: boolean, form: Form): string {
  const { expected, example } = expectationOf(form);
  if (!isCascade) return `${expected}\nexample: ${example}`;
  const { about, default: usual, derived, unit, min, above, bounds, source } = factsOfKey(form);
  return [
    about,
    `type: ${expected}${unit === undefined ? '' : `, in ${unit}`}`,
    usual !== undefined ? `default: ${show(usual)}` : derived !== undefined ? `default: ${derived}` : 'required',
    min !== undefined ? `at least ${min}` : above !== undefined ? `more than ${above}` : (bounds ?? ''),
    source === undefined ? '' : `source: ${source}`,
  ]
    .filter((line) => line !== '')
    .join('\n');
}
