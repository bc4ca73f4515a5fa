import { HpdmError } from '../../dsl/index.js';
import { measureRecord } from './record.js';

/** Refuse a document that keeps no record of videos, by the ids of its operators: E_NO_RECORD. */
export function refuseWithoutRecord(document: string, nodes: readonly { readonly op: string }[]): void {
  if (nodes.some(({ op }) => op === measureRecord.id)) return;
  throw new HpdmError({
    ...{ code: 'E_NO_RECORD', place: { file: document } },
    expected: `a document that keeps a record of its videos: one with ${measureRecord.id}`,
    got: 'one without',
    try: 'extends: pipelines/measure/samples.yaml, or graph: pipelines/measure/keep.yaml in a node that reads the videos',
  });
}
