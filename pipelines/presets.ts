import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Presets } from '../dsl/index.js';
import { builtIn } from './built-in.js';

/** The cascades that come with hpdm, by name: `ucf101-s` is `pipelines/cascades/ucf101-s.yaml`. */
export const presets: Presets = documentsIn('cascades');

/** The documents in a folder of hpdm's, by their names without `.yaml`. */
export function documentsIn(folder: string): Readonly<Record<string, string>> {
  const place = builtIn(folder);
  const names = readdirSync(place).filter((name) => name.endsWith('.yaml'));
  return Object.fromEntries(names.sort().map((name) => [name.replace(/\.yaml$/, ''), join(place, name)]));
}
