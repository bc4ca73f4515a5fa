import { namesIn, type Graph, type UnsavedDocument } from '../../dsl/index.js';
import { replaceFile } from '../../operators/disk/replace-file.js';
import { recordBeside } from '../cli/sample/record-beside.js';
import type { Declared } from './protocol.js';
import type { RunState } from './run-state.js';
import { version } from '../../operators/disk/version.js';

/** Files that are played. */
const VIDEO = /\.(mp4|webm|gif|webp|mov|mkv)$/i;

/**
 * How a video was made, beside it: what the gallery shows, and what a document can be made of. As in the record of `hpdm sample`,
 * `parameters` has all parameters of the document.
 */
export interface RunRecord {
  readonly hpdm: string;
  readonly document: { readonly file: string; readonly text: string };
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Of the parameters, those that are not the document's own. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly seed: number;
  readonly device: string;
  readonly seconds?: number;
  /** Pictures that were written in the same run. */
  readonly pictures: readonly string[];
}

/** Write a record beside each video of a run; fails E_OUTPUT_WRITE, E_DISK_FULL. */
export async function keepRecords(
  state: RunState,
  document: UnsavedDocument,
  { declared, parameters }: { readonly declared: Readonly<Record<string, Declared>> } & Pick<Graph, 'parameters'>,
): Promise<void> {
  const { values, seed, device, seconds } = state.view();
  const paths = state.wrote.map(({ path }) => path);
  const defaults = Object.entries(declared).flatMap(([name, one]) =>
    // as written, unless another parameter decides it
    'default' in one ? [[name, namesIn(one.default).length > 0 ? parameters[name] : one.default]] : [],
  );
  const record: RunRecord = {
    hpdm: version,
    document: { file: document.file, text: document.text },
    parameters: { ...(Object.fromEntries(defaults) as Record<string, unknown>), ...values },
    ...{ values, seed, device },
    ...(seconds === undefined ? {} : { seconds }),
    pictures: paths.filter((path) => path.endsWith('.png')),
  };
  for (const path of paths.filter((one) => VIDEO.test(one))) {
    const place = recordBeside(path);
    if (place !== undefined) await replaceFile(place, [Buffer.from(`${JSON.stringify(record, null, 2)}\n`)]);
  }
}
