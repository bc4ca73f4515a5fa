import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCES = dirname(fileURLToPath(import.meta.url));

/**
 * Path of hpdm's own kernels, beside the TensorFlow that they are linked to. The name contains a hash of the sources and of the
 * processor, so that kernels compiled from other sources or for another processor are never loaded.
 */
export function nativeLibrary(packageFolder) {
  const hash = createHash('sha256').update(`${process.arch} ${cpus()[0]?.model ?? ''}`);
  const files = readdirSync(SOURCES).filter((name) => /\.(h|cc)$/.test(name));
  for (const name of files.sort()) hash.update(readFileSync(join(SOURCES, name)));
  return join(packageFolder, 'deps', 'lib', `hpdm-kernels-${hash.digest('hex').slice(0, 12)}.node`);
}
