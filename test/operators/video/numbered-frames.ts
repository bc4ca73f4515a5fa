import type { Frames } from '../../../operators/values/frames.js';

/** Size of the numbered frames in pixels. */
export const [WIDTH, HEIGHT] = [128, 96];
/** Bits of a frame's number, a row of black and white blocks; below are patches of plain colour. */
const BITS = 8;
const [BLOCK, BAR] = [WIDTH / BITS, 32];
/** The colours of the patches, from left to right. */
export const COLOURS: readonly (readonly [number, number, number])[] = [
  [190, 60, 50],
  [60, 170, 80],
  [60, 70, 180],
  [128, 128, 128],
];
const PATCH = WIDTH / COLOURS.length;

/** Raw rgb24 frames with the numbers from 0 on, which can be read after any compression. */
export function numberedFrames(count: number): Uint8Array {
  const data = new Uint8Array(count * WIDTH * HEIGHT * 3);
  let at = 0;
  for (let frame = 0; frame < count; frame++)
    for (let y = 0; y < HEIGHT; y++)
      for (let x = 0; x < WIDTH; x++) {
        const bit = (frame >> (BITS - 1 - Math.floor(x / BLOCK))) & 1;
        const bar = bit === 1 ? WHITE : BLACK;
        const [r, g, b] = y < BAR ? bar : (COLOURS[Math.floor(x / PATCH)] ?? BLACK);
        data[at++] = r;
        data[at++] = g;
        data[at++] = b;
      }
  return data;
}

const [BLACK, WHITE] = [
  [16, 16, 16],
  [235, 235, 235],
] as const;

/** The number of every frame of an item, at whatever size it was read. */
export function numbersOf(frames: Frames): number[] {
  return Array.from({ length: frames.count }, (_, k) => {
    let number = 0;
    for (let bit = 0; bit < BITS; bit++) {
      const [r = 0] = meanAround(frames, k, (bit + 0.5) * BLOCK, BAR / 2);
      number = number * 2 + (r > 128 ? 1 : 0);
    }
    return number;
  });
}

/** The largest difference of a patch of the first frame from its colour, in grey levels. */
export function colourError(frames: Frames): number {
  const errors = COLOURS.flatMap((colour, i) => {
    const mean = meanAround(frames, 0, (i + 0.5) * PATCH, (BAR + HEIGHT) / 2);
    return colour.map((value, c) => Math.abs(value - (mean[c] ?? 0)));
  });
  return Math.max(...errors);
}

/** The mean colour of the pixels around a place, which is given in pixels of the original size. */
function meanAround({ data, width, height }: Frames, frame: number, x: number, y: number): number[] {
  const [left, top] = [Math.round((x / WIDTH) * width), Math.round((y / HEIGHT) * height)];
  const [sums, reach] = [[0, 0, 0], 3];
  for (let dy = -reach; dy < reach; dy++)
    for (let dx = -reach; dx < reach; dx++)
      for (let c = 0; c < 3; c++) {
        const at = ((frame * height + top + dy) * width + left + dx) * 3 + c;
        sums[c] = (sums[c] ?? 0) + (data[at] ?? 0);
      }
  return sums.map((sum) => sum / (2 * reach) ** 2);
}
