import { counted, HpdmError, levelOf, type Cascade } from '../../dsl/index.js';

/**
 * Refuse a video that is not of a level's size; for operators that get the cascade with a network, of which the checker knows nothing.
 *
 * @param shape [B, F, H, W, C]
 * fails E_VALUE_SHAPE
 */
export function checkLevelSize(shape: readonly number[], cascade: Cascade, level: number): void {
  const { size } = levelOf(cascade, level);
  const [frames, height, width] = size;
  const wanted = [...size, cascade.channels];
  if (wanted.every((size, axis) => size === shape[axis + 1])) return;
  throw new HpdmError({
    code: 'E_VALUE_SHAPE',
    path: 'in.video',
    expected: `a video of level ${level}: [B, ${wanted.join(', ')}] (frames, height, width, channels)`,
    got: `[${shape.join(', ')}]`,
    try: `bring it to that size before this node: ${counted(frames, 'frame')} per item, of ${height} × ${width} pixels`,
  });
}
