import type { Trail } from '../document/source.js';

/** The value at the end of a trail; undefined if part of the trail does not exist. */
export const valueAt = (value: unknown, trail: Trail): unknown =>
  trail.reduce<unknown>((inner, step) => (inner as Record<string | number, unknown> | undefined)?.[step], value);
