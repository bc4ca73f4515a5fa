import { expect, test } from '@jest/globals';
import { load } from '../../../pipelines/api/load.js';

const shared = (document: string, values: Record<string, unknown>, of: number, index = 0) =>
  load(document, values, [], undefined, { index, of });

test('the source of a training makes its part of every item, and the graph knows which', async () => {
  const graph = await shared('train', { batch: 12 }, 3, 2);
  expect(graph.share).toEqual({ index: 2, of: 3 });
  expect(graph.nodes.find(({ name }) => name === 'digits')?.settings['batch']).toBe(4);
  expect(graph.nodes.find(({ name }) => name === 'step')?.sizes).toMatchObject({ B: 4 });
});

test('one run alone is as it was', async () => {
  const graph = await shared('train', { batch: 12 }, 1);
  expect(graph.share).toBeUndefined();
  expect(graph.nodes.find(({ name }) => name === 'digits')?.settings['batch']).toBe(12);
});

test('clips that cannot be shared out evenly are refused, with the numbers and one that works', async () => {
  await expect(shared('train', { batch: 10 }, 4)).rejects.toThrow(
    /E_MEMBERS[^]*batch: a multiple of 4, so that each of 4 members has as many clips\n.*got +10\n.*try +batch: 12/,
  );
});

test('every member of a sampling makes all items, and the leader alone opens the sinks', async () => {
  const [leader, other] = await Promise.all([0, 1].map((index) => shared('sample', { count: 3 }, 2, index)));
  const node = (name: string, graph = other) => graph?.nodes.find((one) => one.name === name);
  expect(other?.share).toEqual({ index: 1, of: 2 });
  expect(node('slabs')?.settings['count']).toBe(3);
  const writes = (graph: typeof other): object | undefined => {
    const file = node('file', graph);
    return file?.operator.files?.(file.settings).writes;
  };
  expect([writes(leader), writes(other)]).toEqual([{ path: expect.any(String) }, undefined]);
  expect(node('frames')?.operator).toBe(node('frames', leader)?.operator);
});

test('a document in which nothing is joined is refused', async () => {
  await expect(shared('transcode', { in: 'a.mp4', out: 'b.mp4' }, 2)).rejects.toThrow(
    /a document that trains or samples/,
  );
});
