import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DocumentNode } from '../../dsl/index.js';
import { hashOf } from '../disk/hash-of.js';
import { modelFile } from '../training/model-file.js';

/**
 * What the videos of a document follow from, as a hash: its operators, what they read of each other, their settings, and the files that
 * they name. Weights count by their content, other files by their names, sizes and times; places of files do not count.
 *
 * @param more what counts besides
 * fails E_CHECKPOINT_MISSING
 */
export async function contentOf(nodes: readonly DocumentNode[], more: unknown): Promise<string> {
  const known = new Map<string, Promise<unknown>>();
  const described = await Promise.all(nodes.map((node) => describe(node, known)));
  return createHash('sha256')
    .update(JSON.stringify([more, described]))
    .digest('hex');
}

async function describe(node: DocumentNode, known: Map<string, Promise<unknown>>): Promise<unknown> {
  const { name, op, parameters, settings, inputs, reads, body } = node;
  const counted = Object.entries(settings).filter(([setting]) => {
    const { incidental, limit } = parameters[setting] ?? {};
    return incidental !== true && limit === undefined && !(setting in reads);
  });
  const files = Object.entries(reads).map(async ([setting, path]) => {
    const facts =
      known.get(`${setting} ${path}`) ?? (setting === 'checkpoint' ? hashOf(modelFile(path)) : factsOf(path));
    known.set(`${setting} ${path}`, facts);
    return [setting, await facts];
  });
  const inner = await Promise.all(body.map((one) => describe(one, known)));
  return [name, op, counted, inputs, await Promise.all(files), inner];
}

/** Size and time of a file; of a folder the names, sizes and times of all files in it; else the path itself: an address, or a device. */
async function factsOf(path: string): Promise<unknown> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return path;
  if (!found.isDirectory()) return [found.size, found.mtimeMs];
  const names = (await readdir(path)).sort();
  return Promise.all(names.map(async (name) => [name, await factsOf(join(path, name))]));
}
