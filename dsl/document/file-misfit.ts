import { readdirSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fromHere } from '../fault/fault.js';
import { nearest } from '../fault/nearest.js';

/** The reason why a file cannot be read, as `got` and `try` of a fault; undefined if it exists. */
export function fileMisfit(file: string): { readonly got: string; readonly try: string } | undefined {
  const [shown, folder] = [fromHere(file), fromHere(dirname(file))];
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats?.isDirectory() === true) return { got: `${shown}: a folder`, try: 'a file in that folder' };
  if (stats !== undefined) return undefined;
  const names = namesIn(dirname(file));
  if (names === undefined) return { got: `${shown}: no such file`, try: `there is no folder ${folder}` };
  const meant = nearest(basename(file), names);
  return {
    got: `${shown}: no such file`,
    try: meant === undefined ? `a file in ${folder}` : `did you mean "${meant}"?`,
  };
}

function namesIn(folder: string): string[] | undefined {
  try {
    return readdirSync(folder);
  } catch {
    return undefined;
  }
}
