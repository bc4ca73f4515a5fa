import { readFileSync } from 'node:fs';
import { HpdmError } from '../../dsl/index.js';
import { builtIn } from '../built-in.js';
import { SAMPLING_DOCUMENTS } from '../cli/sample/sampling-document.js';
import type { SamplingRecord } from '../cli/sample/sampling-record.js';
import { without } from '../cli/sample/without.js';
import { declaredIn, valuesOf } from './examiner.js';
import type { RunRecord } from './keep-records.js';
import { makeDocument } from './make-document.js';

/**
 * A document that makes a video again, from the record beside it: one of the studio, or of `hpdm sample`.
 *
 * @param name of the record, for messages
 * @param to the file of the document
 * fails E_LIKE for other JSON, and for a sampling that is more than a document with values
 */
export function documentOfRecord(record: Readonly<Record<string, unknown>>, name: string, to: string): string {
  const { document, values, parts, parameters, cascade } = record as Partial<RunRecord & SamplingRecord>;
  if (document !== undefined && values !== undefined) return makeDocument(document, values, to);
  const advice = `hpdm sample --like ${name}`;
  if (parts === undefined || parameters === undefined) {
    throw new HpdmError({ code: 'E_LIKE', expected: 'the record of a video', got: name, try: advice });
  }
  if (parts.fromFile || parts.showLevels || parts.separate) {
    const [expected, got] = ['a sampling with a document alone', 'one of a clip, of all levels, or of a file for each'];
    throw new HpdmError({ code: 'E_LIKE', expected, got, try: advice });
  }
  const file = builtIn(SAMPLING_DOCUMENTS[parts.condition]);
  const text = `extends: ${SAMPLING_DOCUMENTS[parts.condition]}\n`;
  const declared = declaredIn({ file, text: readFileSync(file, 'utf8') });
  return makeDocument({ file, text }, { ...valuesOf(without(parameters, 'cascade'), declared), cascade }, to);
}
