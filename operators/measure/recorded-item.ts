import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { HpdmError, type Stopped } from '../../dsl/index.js';
import { replaceFile } from '../disk/replace-file.js';
import { readSafetensors, writeSafetensors, type SafeTensors } from '../disk/safetensors.js';
import type { VideoFigure } from '../values/figures.js';
import type { Measured } from '../values/record.js';
import { fileOf, itemsIn, numberOf } from './videos-in.js';

/** What is kept of the B videos of an item. */
export interface RecordedItem {
  /** Frames, height, width and channels. */
  readonly size: readonly number[];
  /** [B, T, D] */
  readonly shape: readonly [number, number, number];
  readonly features: Float32Array;
  /** What describes whole videos, [B, 1, N]; empty where nothing does. */
  readonly whole?: Float32Array;
  readonly figures: readonly VideoFigure[];
  readonly texts: readonly (string | null)[];
  /** A PNG of some frames of each. */
  readonly strips: readonly Uint8Array[];
  /** Time from the item before to this one, in seconds; NaN where it is not known. */
  readonly seconds?: number;
}

/** Written when all items are there. */
interface Summary {
  readonly videos: number;
  /** Videos that were asked for; 0: all there are. */
  readonly asked: number;
}

const SUMMARY = 'record.json';

/** Keep an item; it is complete or absent. Fails E_DISK_FULL, E_OUTPUT_WRITE. */
export async function keepItem(folder: string, number: number, item: RecordedItem): Promise<void> {
  const { size, shape, features, whole = new Float32Array(), figures, texts, strips, seconds = NaN } = item;
  const tensors: Record<string, SafeTensors['tensors'][string]> = { features: { dtype: 'F32', shape, data: features } };
  for (const { name, values, weights } of figures) {
    tensors[`figure.${name}`] = {
      dtype: 'F64',
      shape: [2, values.length],
      data: Float64Array.of(...values, ...weights),
    };
  }
  if (whole.length > 0) tensors['whole'] = { dtype: 'F32', shape: [shape[0], whole.length / shape[0]], data: whole };
  strips.forEach((data, b) => (tensors[`strip.${b}`] = { dtype: 'U8', shape: [data.length], data }));
  const metadata = { size: JSON.stringify(size), texts: JSON.stringify(texts), seconds: `${seconds}` };
  await writeSafetensors(fileOf(folder, number), tensors, metadata);
}

/** Read an item. */
async function readItem(folder: string, number: number): Promise<Required<RecordedItem>> {
  const path = fileOf(folder, number);
  const { tensors, metadata } = await readSafetensors(path);
  const { features, whole, ...rest } = tensors;
  if (features?.dtype !== 'F32') throw damaged(path);
  const figures = Object.entries(rest).flatMap(([name, tensor]) => {
    if (!name.startsWith('figure.') || tensor.dtype !== 'F64') return [];
    const half = tensor.data.length / 2;
    const [values, weights] = [[...tensor.data.subarray(0, half)], [...tensor.data.subarray(half)]];
    return [{ name: name.slice('figure.'.length), values, weights }];
  });
  const strips = Array.from({ length: features.shape[0] ?? 0 }, (_, b) => rest[`strip.${b}`]?.data as Uint8Array);
  const shape = features.shape as RecordedItem['shape'];
  const size = JSON.parse(metadata['size'] ?? '[]') as number[];
  const texts = JSON.parse(metadata['texts'] ?? '[]') as (string | null)[];
  const described = whole?.dtype === 'F32' ? whole.data : new Float32Array();
  const seconds = Number(metadata['seconds'] ?? NaN);
  return { size, shape, features: features.data, whole: described, figures, texts, strips, seconds };
}

/** Remove the items from a number on, and what says that the record is complete, because they are made anew. */
export async function forgetItems(folder: string, first: number): Promise<void> {
  await rm(join(folder, SUMMARY), { force: true });
  for (const name of readdirSync(folder)) {
    if (numberOf(name) >= first) await rm(join(folder, name));
  }
}

/** Say that a record is complete. */
export const completeRecord = (folder: string, summary: Summary): Promise<void> =>
  replaceFile(join(folder, SUMMARY), [Buffer.from(`${JSON.stringify(summary)}\n`)]);

/** Where a record stopped; a record of fewer videos goes on where more are asked for, unless there were no more. */
export function stoppedRecord(folder: string, asked: number): Stopped | undefined {
  const item = itemsIn(folder);
  if (item === 0) return undefined;
  const path = join(folder, SUMMARY);
  if (!existsSync(path)) return { item, complete: false };
  const summary = JSON.parse(readFileSync(path, 'utf8')) as Summary;
  const ended = summary.asked === 0 || summary.videos < summary.asked;
  return { item, complete: ended || (asked > 0 && asked <= summary.videos) };
}

/** A video of a record. */
export interface RecordedVideo extends Pick<RecordedItem, 'size' | 'shape' | 'features'> {
  readonly number: number;
  readonly whole: Float32Array;
  readonly text: string | null;
  readonly strip: Uint8Array;
  /** What it took to make and measure it, in seconds, if that is known. */
  readonly seconds: number;
  readonly figures: Readonly<Record<string, { readonly value: number; readonly weight: number }>>;
}

/** The videos of a record in their order, an item in memory at a time. */
export async function* videosOf({ folder, count }: Measured, signal: AbortSignal): AsyncGenerator<RecordedVideo> {
  const [items, most] = [itemsIn(folder), count === 0 ? Infinity : count];
  let number = 0;
  for (let item = 0; item < items; item++) {
    const { shape, features, whole, figures, texts, strips, size, seconds } = await readItem(folder, item);
    const [B, T, D] = shape;
    const N = whole.length / B;
    for (let b = 0; b < B && number < most; b++) {
      signal.throwIfAborted();
      const own = figures.map(({ name, values, weights }) => {
        return [name, { value: values[b] ?? NaN, weight: weights[b] ?? NaN }] as const;
      });
      yield {
        ...{ number: number++, size, shape: [1, T, D], features: features.subarray(b * T * D, (b + 1) * T * D) },
        whole: whole.subarray(b * N, (b + 1) * N),
        seconds: seconds / B,
        ...{ text: texts[b] ?? null, strip: strips[b] ?? new Uint8Array(), figures: Object.fromEntries(own) },
      };
    }
  }
}

const damaged = (path: string): HpdmError =>
  new HpdmError({
    code: 'E_SAFETENSORS_TENSOR',
    place: { file: path },
    expected: 'the features of measured videos',
    got: 'none',
    try: 'remove the folder; the videos are measured again',
  });
