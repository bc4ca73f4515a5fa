/** The possible weights of pixels when overlapping tiles are averaged. */
export const STITCH_WINDOWS = {
  uniform: 'all alike',
  linear: 'a triangle, highest in the middle of the tile',
  hann: "Hann's sin², highest in the middle of the tile",
} as const;

/** The name of a stitch window. */
export type StitchWindow = keyof typeof STITCH_WINDOWS;
