import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const KERNELS = dirname(fileURLToPath(import.meta.url));
const MEMBERS = join(KERNELS, '..', 'members', 'native');

/** See its types. */
export const nativeLibrary = (packageFolder) => libraryOf('hpdm-kernels', KERNELS, packageFolder);

/** See its types. */
export const membersLibrary = (packageFolder) => libraryOf('hpdm-members', MEMBERS, packageFolder);

/**
 * The path of a library, beside the TensorFlow that it is used with. The name contains a hash of the sources and of the processor, so that
 * what was compiled from other sources or for another processor is never loaded.
 */
function libraryOf(name, sources, packageFolder) {
  const hash = createHash('sha256').update(`${process.arch} ${cpus()[0]?.model ?? ''}`);
  const files = readdirSync(sources).filter((file) => /\.(h|cc)$/.test(file));
  for (const file of files.sort()) hash.update(readFileSync(join(sources, file)));
  return join(packageFolder, 'deps', 'lib', `${name}-${hash.digest('hex').slice(0, 12)}.node`);
}
