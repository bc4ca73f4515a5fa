import { keepItem } from '../../../operators/measure/recorded-item.js';
import type { Measured } from '../../../operators/values/record.js';
import { stream } from '../../../operators/tensor/stream.js';

/** How the videos of a record differ from others. */
interface Look {
  readonly seed: number;
  readonly shift?: number;
  readonly texts?: (video: number) => string | null;
  readonly size?: readonly number[];
  readonly motion?: number;
  /** Width of what describes whole videos. */
  readonly whole?: number;
}

/** D and T of the records. */
const [D, T] = [3, 2] as const;

/** Write a record of videos whose features are normal, each an item. */
export async function recordOf(
  folder: string,
  videos: number,
  { seed, shift = 0, texts = () => null, size = [2, 4, 4, 1], motion = 1, whole = 0 }: Look,
): Promise<Measured> {
  for (let video = 0; video < videos; video++) {
    const features = stream({ seed, purpose: 'test features', item: video })
      .normal(T * D)
      .map((x) => x + shift);
    const item = { size, shape: [1, T, D] as const, features, texts: [texts(video)], strips: [Uint8Array.of(video)] };
    const described = features.subarray(0, whole);
    await keepItem(folder, video, {
      ...item,
      whole: described,
      figures: [{ name: 'motion', values: [motion], weights: [1] }],
    });
  }
  return { folder, count: 0 };
}
