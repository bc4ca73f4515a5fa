import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readSafetensorsHeader } from '../disk/safetensors.js';

const NAME = /^item-(\d{6,})\.safetensors$/;

/** The file of an item of a record. */
export const fileOf = (folder: string, item: number): string =>
  join(folder, `item-${`${item}`.padStart(6, '0')}.safetensors`);

/** The number of the item in a file of this name; −1 where it is none. */
export const numberOf = (name: string): number => Number(NAME.exec(name)?.[1] ?? -1);

/** Items of a record from the first on, without a gap. */
export function itemsIn(folder: string): number {
  if (!existsSync(folder)) return 0;
  const numbers = new Set(readdirSync(folder).map(numberOf));
  let count = 0;
  while (numbers.has(count)) count++;
  return count;
}

/** Videos of a record, by the headers of its items. */
export const videosIn = (folder: string): number =>
  Array.from({ length: itemsIn(folder) }, (_, item) => readSafetensorsHeader(fileOf(folder, item)))
    .map(({ tensors }) => tensors['features']?.shape[0] ?? 0)
    .reduce((sum, videos) => sum + videos, 0);
