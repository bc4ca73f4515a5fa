import { mkdirSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { int, type DocumentNode } from '../../../dsl/index.js';
import { contentOf } from '../../../operators/measure/content-of.js';
import { memoryLimit } from '../../../operators/values/memory-limit.js';
import { scratch } from '../video/clips.js';

const { fresh, remove } = scratch();
afterAll(remove);

const parameters = { steps: int('steps'), jobs: int('jobs', { incidental: true }), memory: memoryLimit() };
const node = (given: Partial<DocumentNode> = {}): DocumentNode => ({
  ...{ name: 'a', op: 'test.a', parameters, settings: { steps: 3, jobs: 1 }, inputs: {}, reads: {}, body: [] },
  ...given,
});
const hash = (given: Partial<DocumentNode> = {}, more: unknown = 0): Promise<string> => contentOf([node(given)], more);

test('settings, connections, bodies and the rest count; those that change no item do not', async () => {
  const usual = await hash();
  expect(await hash({ settings: { steps: 3, jobs: 9, memory: 1e9 } })).toBe(usual);
  const others = [
    hash({ settings: { steps: 4, jobs: 1 } }),
    hash({ op: 'test.b' }),
    hash({ inputs: { x: 'b.y' } }),
    hash({ body: [node()] }),
    hash({ body: [node({ settings: { steps: 4 } })] }),
    hash({}, 1),
  ];
  expect(new Set([usual, ...(await Promise.all(others))]).size).toBe(others.length + 1);
});

test('weights count by what is in them, wherever they lie', async () => {
  const folder = fresh();
  const weights = join(folder, 'a.safetensors');
  const reading = (checkpoint: string) => hash({ settings: { checkpoint }, reads: { checkpoint } });
  writeFileSync(weights, 'some weights');
  const before = await reading(weights);
  const moved = join(folder, 'b.safetensors');
  renameSync(weights, moved);
  expect(await reading(moved)).toBe(before);
  writeFileSync(moved, 'other weights');
  expect(await reading(moved)).not.toBe(before);
  await expect(reading('emojy')).rejects.toThrow(/E_CHECKPOINT_MISSING/);
});

test('a folder of clips counts by the names, sizes and times of its files', async () => {
  const path = join(fresh(), 'clips');
  mkdirSync(join(path, 'up'), { recursive: true });
  writeFileSync(join(path, 'up', 'a.mp4'), 'clip');
  const reading = () => hash({ settings: { path }, reads: { path } });
  const seen = [await reading()];
  expect(await reading()).toBe(seen[0]);
  utimesSync(join(path, 'up', 'a.mp4'), 1, 1);
  seen.push(await reading());
  renameSync(join(path, 'up', 'a.mp4'), join(path, 'up', 'b.mp4'));
  seen.push(await reading());
  expect(new Set(seen).size).toBe(3);
});
