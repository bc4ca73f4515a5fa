import { fileURLToPath } from 'node:url';
import { formatPlace } from './fault.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Folders of hpdm's own code. */
const OWN = ['dsl', 'operators', 'pipelines', 'dist', 'node_modules'].map((folder) => `${ROOT}${folder}/`);
/** A line of a stack: `at name (file:///folder/file.ts:7:11)`. */
const FRAME = /^\s+at (?:.*\()?(?:file:\/\/)?(\/.*|[A-Za-z]:[\\/].*):(\d+):(\d+)\)?$/gm;

/**
 * Where a user's code threw an error, or called what threw it: `tint.ts:7:11`; undefined if no user's code is in the error's stack.
 */
export function thrownAt(error: unknown): string | undefined {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const frames = [...stack.matchAll(FRAME)].map(([, file = '', line, column]) => ({
    file: decodeURI(file),
    line: Number(line),
    column: Number(column),
  }));
  const frame = frames.find(({ file }) => !file.includes('/node_modules/') && !OWN.some((own) => file.startsWith(own)));
  return frame && formatPlace(frame);
}
