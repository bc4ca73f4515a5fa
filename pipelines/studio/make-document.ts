import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { parseDocument } from 'yaml';
import { HpdmError, literal, type UnsavedDocument } from '../../dsl/index.js';
import { movedText } from './moved-text.js';

/**
 * A document of one's own that does by itself what another one does with these values: they become the defaults of its parameters.
 *
 * @param to its file
 * fails E_DOCUMENT for a text that is no map
 */
export function makeDocument(
  { file, text }: UnsavedDocument,
  values: Readonly<Record<string, unknown>>,
  to: string,
): string {
  const document = parseDocument(movedText(text, file, to));
  if (document.errors.length > 0) {
    const got = document.errors[0]?.message ?? '';
    throw new HpdmError({ code: 'E_DOCUMENT', expected: 'a document that can be read', got, try: 'mend it first' });
  }
  for (const [name, value] of Object.entries(values))
    document.setIn(['params', name, 'default'], literal(placed(value, to)));
  return document.toString({ lineWidth: 140, flowCollectionPadding: true });
}

/** A value for a document in a file: what a cascade extends is named from there. */
function placed(value: unknown, to: string): unknown {
  if (typeof value !== 'object' || value === null || !('extends' in value)) return value;
  const { extends: base } = value;
  if (typeof base !== 'string' || !isAbsolute(base)) return value;
  return {
    ...value,
    extends: relative(dirname(resolve(to)), base)
      .split(sep)
      .join('/'),
  };
}
