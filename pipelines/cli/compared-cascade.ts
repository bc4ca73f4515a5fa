import { HpdmError, type Cascade, type Fault, type Graph } from '../../dsl/index.js';
import { isDocument } from '../../operators/measure/is-document.js';
import { refuseWithoutRecord } from '../../operators/measure/refuse-without-record.js';
import { readCheckpointCascade } from '../../operators/training/load-weights.js';
import { givenValues } from '../../operators/values/given-values.js';
import { load } from '../api/load.js';

/**
 * The cascade of what is compared: the one that a checkpoint was trained for, or the last one in a document, whose videos are of its size.
 *
 * fails E_SET for a document without a cascade; and like `readCheckpointCascade` and `load`
 */
export async function comparedCascade(compared: string): Promise<Cascade> {
  if (!isDocument(compared)) return readCheckpointCascade(compared);
  const cascade = (await load(compared)).nodes.flatMap(cascadesOf).at(-1);
  if (cascade !== undefined) return cascade;
  throw new HpdmError({
    ...{ code: 'E_SET', expected: '--cascade, for the size of the real videos', got: `none, and none in ${compared}` },
    try: '--cascade FILE',
  });
}

const cascadesOf = ({ operator, settings }: Graph['nodes'][number]): Cascade[] =>
  Object.entries(operator.with).flatMap(([name, parameter]) =>
    parameter.name === 'cascade' ? [settings[name] as Cascade] : [],
  );

/**
 * Refuse documents that cannot be compared, before any of them runs.
 *
 * @param values `name=value` for all of them
 * fails E_NO_RECORD; E_PARAM_UNKNOWN with the document that lacks a parameter; and like `load`
 */
export async function refuseMisfits(compared: readonly string[], values: readonly string[]): Promise<void> {
  for (const document of compared.filter(isDocument)) {
    const { nodes } = await load(document, { ...givenValues(values), seed: 0, count: 2 }).catch((error: unknown) => {
      throw error instanceof HpdmError ? new HpdmError(error.faults.map((fault) => lacking(fault, document))) : error;
    });
    refuseWithoutRecord(
      document,
      nodes.map(({ operator }) => ({ op: operator.id })),
    );
  }
}

/** A fault of a parameter that a document has not, in the words of whoever compares it. */
function lacking(fault: Fault, document: string): Fault {
  const name = /^params\.(\w+)$/.exec(fault.path ?? '')?.[1];
  if (fault.code !== 'E_PARAM_UNKNOWN' || name === undefined) return fault;
  return {
    ...{ code: fault.code, path: `params.${name}` },
    expected: `a parameter ${name} of every document that is compared`,
    got: `${document}, which has none`,
    try: `leave it out, or declare ${name} in ${document}, as pipelines/measure/texts.yaml does`,
  };
}
