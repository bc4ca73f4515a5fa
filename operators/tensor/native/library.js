import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCES = dirname(fileURLToPath(import.meta.url));

/**
 * Where hpdm's own kernels lie: beside the TensorFlow they are linked to, under a name that says from which sources and for
 * which processor they were compiled, so that others are never loaded.
 */
export function nativeLibrary(packageFolder) {
  const hash = createHash('sha256').update(`${process.arch} ${cpus()[0]?.model ?? ''}`);
  const files = readdirSync(SOURCES).filter((name) => /\.(h|cc)$/.test(name));
  for (const name of files.sort()) hash.update(readFileSync(join(SOURCES, name)));
  return join(packageFolder, 'deps', 'lib', `hpdm-kernels-${hash.digest('hex').slice(0, 12)}.node`);
}
