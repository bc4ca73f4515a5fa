import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { bordersOf, type Border } from '../../../operators/measure/gradient-energy.js';
import { measureSeams } from '../../../operators/measure/seams.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { smallCascade } from '../../cascade.js';
import { settingsOf, testContext } from '../../context.js';
import { scratch } from '../video/clips.js';

const { folder, remove } = scratch();
afterAll(remove);
beforeAll(() => selectBackend('wasm'));

// tiles of 8 side by side, tokens of 2
const cascade = smallCascade({
  patch: [2, 8, 8],
  levels: [{ size: [2, 8, 8] }, { size: [4, 16, 16] }, { size: [8, 32, 32], overlap: [0, 0, 0] }],
});
const [F, H, W] = cascade.levels[2]?.size ?? [0, 0, 0];

/** A staircase along each axis of space: neighbours differ by a step that depends on what lies between them, in turn up and down. */
function staircase(steps: Readonly<Record<Border, number>>): tf.Tensor5D {
  const along = (axis: 1 | 2): number[] => {
    const heights = [0];
    bordersOf(cascade, 2, axis).forEach((border, i) =>
      heights.push((heights[i] ?? 0) + steps[border] * (i % 2 === 0 ? 1 : -1)),
    );
    return heights;
  };
  const [rows, columns] = [along(1), along(2)];
  const frame = rows.map((y) => columns.map((x) => Array<number>(cascade.channels).fill((x + y) / 8)));
  return tf.tensor5d([Array.from({ length: F }, () => frame)]);
}

async function measured(videos: readonly tf.Tensor5D[], real?: tf.Tensor5D) {
  const context = testContext();
  const path = `${folder}/seams.json`;
  const stage = await measureSeams.open(settingsOf(measureSeams.with, { path, cascade }), context);
  for (const [k, video] of videos.entries()) await stage.next({ video, real }, k);
  tf.dispose([...videos]);
  real?.dispose();
  await stage.done?.();
  return { report: JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>, context };
}

test('fields whose steps are 3 at tiles, 2 at tokens and 1 elsewhere have ratios of 9 and 4', async () => {
  const { report, context } = await measured([staircase({ tile: 3, token: 2, none: 1 })]);
  const { space, time } = report as { space: Record<string, { value: number }>; time: unknown };
  expect([H, W]).toEqual([32, 32]);
  expect(space['tiles']?.value).toBeCloseTo(9, 4);
  expect(space['tokens']?.value).toBeCloseTo(4, 4);
  // nothing moves
  expect(time).toMatchObject({ tiles: { value: null }, tokens: { value: null } });
  expect(context.written).toMatchObject([{ facts: { videos: 1 } }]);
});

test('real clips are measured at the same places, and the ratios compared', async () => {
  const real = staircase({ tile: 2, token: 1, none: 1 });
  const { report } = await measured([staircase({ tile: 4, token: 1, none: 1 })], real);
  expect(report).toMatchObject({ real: { space: { tiles: { error: null } } } });
  const { against } = report as { against: { space: { tiles: number } } };
  expect(against.space.tiles).toBeCloseTo(4, 4);
});

test('noise has no seams, within its error', async () => {
  const videos = Array.from({ length: 12 }, (_, k) =>
    tf.randomUniform<tf.Rank.R5>([2, F, H, W, cascade.channels], -1, 1, 'float32', k + 1),
  );
  const { report } = await measured(videos);
  const { space } = report as { space: { tiles: { value: number; error: number } } };
  expect(space.tiles.error).toBeGreaterThan(0);
  expect(Math.abs(space.tiles.value - 1)).toBeLessThan(5 * space.tiles.error);
});

test('a level that the cascade does not have is refused', () => {
  const settings = settingsOf(measureSeams.with, { path: 'x.json', cascade, level: 3 });
  expect(measureSeams.check?.(settings, {}, [])).toMatchObject([{ code: 'E_LEVEL' }]);
});
