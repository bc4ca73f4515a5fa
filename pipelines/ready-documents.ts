import { existsSync } from 'node:fs';
import { HpdmError, readSource, suggestion } from '../dsl/index.js';
import { documentsIn, presets } from './presets.js';

/** A document that comes with hpdm. */
interface Ready {
  readonly name: string;
  readonly about: string;
}

/** The documents that come with hpdm and can be run, with what they do; those with inputs are parts of others. */
export const readyDocuments = (): readonly Ready[] =>
  Object.entries(documentsIn('.')).flatMap(([name, file]) => {
    const { about = '', in: inputs } = readSource(file).value as { readonly about?: string; readonly in?: object };
    return inputs === undefined ? [{ name, about }] : [];
  });

/**
 * The file of a document: the path itself, or for a bare name that of the document with this name that comes with hpdm.
 *
 * @param cascades whether the name of a cascade will do, too
 * fails E_DOCUMENT_UNKNOWN with the nearest name
 */
export function documentFile(text: string, cascades = false): string {
  if (!/^[\w-]+$/.test(text)) return text;
  const known = { ...(cascades ? presets : {}), ...documentsIn('.') };
  const file = Object.hasOwn(known, text) ? known[text] : undefined;
  if (file !== undefined) return file;
  if (existsSync(text)) return text;
  if (Object.hasOwn(presets, text)) {
    const expected = 'a document: a cascade is the value of one of its parameters';
    throw new HpdmError({
      code: 'E_DOCUMENT_UNKNOWN',
      expected,
      got: `${text}, a cascade`,
      try: `sample cascade=${text}`,
    });
  }
  throw new HpdmError({
    code: 'E_DOCUMENT_UNKNOWN',
    expected: 'a file, or the name of a document that comes with hpdm',
    got: text,
    try: existsSync(`${text}.yaml`) ? `${text}.yaml` : suggestion(text, Object.keys(known)),
  });
}
