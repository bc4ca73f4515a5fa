import { itemAt, type Refusal, type Size } from '../../dsl/index.js';

/** The size at which videos of a size are compared; 0 in `wanted` stands for theirs. */
export const comparedSize = (wanted: Size, own: Size): Size => [
  wanted[0] || own[0],
  wanted[1] || own[1],
  wanted[2] || own[2],
];

/**
 * Refuse a size to which videos or clips cannot be reduced by whole factors: E_SIZE.
 *
 * @param own size of the videos; 0 where it is not known
 * @param decoded size of the clips
 */
export function refuseSize(wanted: Size, own: Size, decoded: readonly number[]): Refusal[] {
  const compared = comparedSize(wanted, own);
  return ['frames', 'rows', 'columns'].flatMap((what, axis): Refusal[] => {
    const [size, video, clip] = [itemAt(compared, axis), itemAt(own, axis), itemAt(decoded, axis)];
    if (size === 0 || (video % size) + (clip % size) === 0) return [];
    const expected = `a number of ${what} that divides those of the videos${video === 0 ? '' : ` (${video})`} and of the clips (${clip})`;
    return [{ code: 'E_SIZE', path: 'with.size', expected, got: `${size}`, try: 'the size of a coarser level' }];
  });
}
