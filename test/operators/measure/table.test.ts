import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { keepItem } from '../../../operators/measure/recorded-item.js';
import { measureTable } from '../../../operators/measure/table.js';
import { settingsOf, testContext } from '../../context.js';
import { scratch } from '../video/clips.js';
import { resultOf } from './results.js';

const { fresh, remove } = scratch();
afterAll(remove);

test('a table is written as far as it is there, and again with what came since', async () => {
  const [folder, records] = [fresh(), fresh()];
  const strip = await sharp({ create: { width: 24, height: 8, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  const item = {
    size: [2, 8, 8, 3],
    shape: [1, 1, 1] as const,
    features: Float32Array.of(0),
    figures: [],
    texts: [null],
  };
  await keepItem(records, 0, { ...item, strips: [strip] });
  const [table, page] = [join(folder, 'table-9'), join(folder, 'page.md')];
  const measured = (row: string, distance: number): void => {
    const { evaluation } = resultOf({ row, seed: 1, distance });
    const place = join(table, row, 'seed-1', 'step-0');
    mkdirSync(place, { recursive: true });
    writeFileSync(
      join(place, 'evaluation.json'),
      JSON.stringify({ ...evaluation, records: { sampled: records, real: records } }),
    );
  };
  const context = testContext();
  const settings = settingsOf(measureTable.with, { page, title: 'Nine', about: 'Rows.' });
  const stage = await measureTable.open(settings, context);
  const trial = { rows: ['a', 'b'], seeds: [1, 2], table, seed: 1 };
  measured('a', 7);
  await stage.next({ trial: { ...trial, row: 'a' } }, 0);
  expect(readFileSync(page, 'utf8')).toMatch(
    /\| a \| b \|[^]*\| seeds \| 1 of 2 \| 0 of 2 \|[^]*\| 7\.00 ± 0\.50 \| {2}\|/,
  );
  measured('b', 9);
  await stage.next({ trial: { ...trial, row: 'b' } }, 1);
  const text = readFileSync(page, 'utf8');
  expect(text).toMatch(/\| seeds \| 1 of 2 \| 1 of 2 \|[^]*\| 7\.00 ± 0\.50 \| 9\.00 ± 0\.50 \|/);
  expect(text.match(/## Nine/g)).toHaveLength(1);
  expect(readFileSync(join(folder, 'page', 'table-9-samples.png'))[1]).toBe(0x50);
  expect(JSON.parse(readFileSync(join(table, 'table.json'), 'utf8'))).toMatchObject({
    rows: [{ row: 'a' }, { row: 'b' }],
  });
});
