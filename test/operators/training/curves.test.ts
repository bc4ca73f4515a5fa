import { expect, test } from '@jest/globals';
import sharp from 'sharp';
import { drawCurves, lossCurves } from '../../../operators/training/curves.js';

const rows = Array.from({ length: 2000 }, (_, i) => ({
  ...{ step: i + 1, 'loss.0': 1 / (i + 1), 'loss.1': 2, rate: 0.1 },
  ...(i % 100 === 99 ? { 'heldOut.0': 0.5 } : {}),
}));

test('a line per level and one per level of held-out clips, of at most some hundred points', () => {
  const svg = lossCurves(rows);
  const lines = [
    ...svg.matchAll(/<path d="(M[^"]*)" fill="none" stroke="[^"]*"( stroke-width="1.6")( stroke-dasharray)?/g),
  ];
  expect(lines).toHaveLength(3);
  expect(lines.filter(([, , , dashed]) => dashed !== undefined)).toHaveLength(1);
  for (const [, path = ''] of lines) expect(path.split('L').length).toBeLessThanOrEqual(300);
  for (const name of ['level 0', 'level 1', 'level 0, held out']) expect(svg).toContain(`>${name}<`);
  expect(svg).not.toContain('NaN');
});

test('it is a picture that other programs draw, without steps too', async () => {
  for (const some of [rows, []]) {
    const { width, format } = await sharp(Buffer.from(lossCurves(some)))
      .png()
      .toBuffer()
      .then((png) => sharp(png).metadata());
    expect([width, format]).toEqual([900, 'png']);
  }
});

test('few points are drawn as dots, so that one alone is seen', () => {
  const words = { x: 'hours', y: 'distance' };
  const alone = drawCurves([{ name: 'a', points: [{ x: 1, y: 2, error: 0.1 }] }], words);
  expect(alone.match(/<circle /g)).toHaveLength(1);
  const many = Array.from({ length: 50 }, (_, x) => ({ x, y: 1 }));
  expect(drawCurves([{ name: 'a', points: many }], words)).not.toContain('<circle');
});
