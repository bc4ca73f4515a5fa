import { itemAt } from '../fault/item-at.js';
import type { Cascade, Size } from './cascade.js';

/**
 * The cascade of the coarsest levels alone, as a cascade of its own.
 *
 * @param count number of levels, from 1 to that of the cascade
 * @returns the cascade, and how many times as large the whole cascade's videos are along each axis
 */
export function coarsest(cascade: Cascade, count: number): { readonly cascade: Cascade; readonly scale: Size } {
  const scale = itemAt(cascade.levels, count - 1).factor;
  const levels = cascade.levels.slice(0, count).map((level) => ({
    ...level,
    factor: level.factor.map((pixels, axis) => pixels / itemAt(scale, axis)) as unknown as Size,
  }));
  const { network } = cascade;
  const levelsPerBlock = network.levelsPerBlock.map((number) => Math.min(number, count));
  // the coarsest level reads no other one
  const read = { pixels: count > 1 && network.pixels, residual: count > 1 && network.residual };
  return { cascade: { ...cascade, levels, network: { ...network, ...read, levelsPerBlock } }, scale };
}
