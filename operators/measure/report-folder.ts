import { join } from 'node:path';
import type { Context } from '../../dsl/index.js';
import { prepareFolder } from '../disk/prepare-folder.js';
import { replaceFile } from '../disk/replace-file.js';

/** Writes a file of a report; it is complete or absent. Fails E_DISK_FULL, E_OUTPUT_WRITE. */
export type WriteReport = (name: string, content: string | Uint8Array) => Promise<void>;

/**
 * Make the folder of a report.
 *
 * @param setting of the node that names it
 * fails E_FOLDER
 */
export async function reportFolder(
  path: string,
  setting: string,
  { node, wrote }: Pick<Context, 'node' | 'wrote'>,
): Promise<WriteReport> {
  const place = { path: `nodes.${node}.with.${setting}` };
  await prepareFolder(path, place.path);
  return async (name, content) => {
    const file = join(path, name);
    const bytes = Buffer.from(content);
    await replaceFile(file, [bytes], place);
    wrote({ path: file, bytes: bytes.length });
  };
}
