import { HpdmError } from '../../dsl/index.js';
import { readSafetensors, writeSafetensors, type SafeTensors } from '../disk/safetensors.js';
import type { VideoFigure } from '../values/figures.js';
import type { Measured } from '../values/record.js';
import { fileOf, itemsIn } from './videos-in.js';

/** What is kept of the B videos of an item. */
export interface RecordedItem {
  /** Frames, height, width and channels. */
  readonly size: readonly number[];
  /** [B, T, D] */
  readonly shape: readonly [number, number, number];
  readonly features: Float32Array;
  /** What describes whole videos, [B, 1, N]; empty where nothing does. */
  readonly whole?: Float32Array;
  /** Probabilities of classes, [B, n, K], and K; empty and 0 where nothing tells them. */
  readonly classes?: Float32Array;
  readonly told?: number;
  readonly figures: readonly VideoFigure[];
  readonly texts: readonly (string | null)[];
  /** A PNG of some frames of each. */
  readonly strips: readonly Uint8Array[];
  /** Time from the item before to this one, in seconds; NaN where it is not known. */
  readonly seconds?: number;
}

/** Keep an item; it is complete or absent. Fails E_DISK_FULL, E_OUTPUT_WRITE. */
export async function keepItem(folder: string, number: number, item: RecordedItem): Promise<void> {
  const { size, shape, features, figures, texts, strips, seconds = NaN } = item;
  const { whole = new Float32Array(), classes = new Float32Array(), told = 0 } = item;
  const tensors: Record<string, SafeTensors['tensors'][string]> = { features: { dtype: 'F32', shape, data: features } };
  for (const { name, values, weights } of figures) {
    tensors[`figure.${name}`] = {
      dtype: 'F64',
      shape: [2, values.length],
      data: Float64Array.of(...values, ...weights),
    };
  }
  if (whole.length > 0) tensors['whole'] = { dtype: 'F32', shape: [shape[0], whole.length / shape[0]], data: whole };
  if (told > 0)
    tensors['classes'] = { dtype: 'F32', shape: [shape[0], classes.length / shape[0] / told, told], data: classes };
  strips.forEach((data, b) => (tensors[`strip.${b}`] = { dtype: 'U8', shape: [data.length], data }));
  const metadata = { size: JSON.stringify(size), texts: JSON.stringify(texts), seconds: `${seconds}` };
  await writeSafetensors(fileOf(folder, number), tensors, metadata);
}

/** Read an item. */
async function readItem(folder: string, number: number): Promise<Required<RecordedItem>> {
  const path = fileOf(folder, number);
  const { tensors, metadata } = await readSafetensors(path);
  const { features, whole, classes, ...rest } = tensors;
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
  const named = { classes: classes?.dtype === 'F32' ? classes.data : new Float32Array(), told: classes?.shape[2] ?? 0 };
  return { size, shape, features: features.data, whole: described, ...named, figures, texts, strips, seconds };
}

/** A video of a record. */
export interface RecordedVideo extends Pick<RecordedItem, 'size' | 'shape' | 'features'> {
  readonly number: number;
  readonly whole: Float32Array;
  /** Probabilities of classes, [n, K], and K. */
  readonly classes: Float32Array;
  readonly told: number;
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
    const { shape, features, whole, classes, told, figures, texts, strips, size, seconds } = await readItem(
      folder,
      item,
    );
    const [B, T, D] = shape;
    const [N, n] = [whole.length / B, classes.length / B];
    for (let b = 0; b < B && number < most; b++) {
      signal.throwIfAborted();
      const own = figures.map(({ name, values, weights }) => {
        return [name, { value: values[b] ?? NaN, weight: weights[b] ?? NaN }] as const;
      });
      yield {
        ...{ number: number++, size, shape: [1, T, D], features: features.subarray(b * T * D, (b + 1) * T * D) },
        whole: whole.subarray(b * N, (b + 1) * N),
        ...{ classes: classes.subarray(b * n, (b + 1) * n), told },
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
