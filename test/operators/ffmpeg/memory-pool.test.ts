import { expect, test } from '@jest/globals';
import { MemoryPool } from '../../../operators/ffmpeg/memory-pool.js';

test('memory that was returned is used again, and no piece twice at the same time', () => {
  const pool = new MemoryPool(8);
  const [first, second] = [pool.take(), pool.take()];
  expect(first).not.toBe(second);
  pool.give(first);
  expect(pool.take()).toBe(first);
  expect(pool.take()).not.toBe(first);
});

test('pieces of another size are dropped', () => {
  const pool = new MemoryPool(8);
  pool.give(new Uint8Array(4));
  expect(pool.take().length).toBe(8);
});
