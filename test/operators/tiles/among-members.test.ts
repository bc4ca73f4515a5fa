import { beforeAll, expect, test } from '@jest/globals';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { tf } from '../../../operators/tensor/tf.js';
import { amongMembers } from '../../../operators/tiles/among-members.js';
import { smallCascade } from '../../cascade.js';
import { asMembers } from '../../members.js';
import { compiledUrl } from '../../program.js';

beforeAll(() => selectBackend('cpu'));

test('a process alone makes all tiles, and gets what it made', () => {
  const noisy = tf.zeros<tf.Rank.R5>([5, 1, 1, 1, 1]);
  const { own, all } = amongMembers({ network: { cascade: smallCascade(), weights: {} }, noisy });
  expect(own).toEqual({ first: 0, count: 5 });
  expect(all(noisy, 1)).toBe(noisy);
  noisy.dispose();
});

test('two members make a part each, and get the rows of all tiles in both halves; apart, each makes all', async () => {
  const [tiles, rows] = await Promise.all(
    ['operators/tiles/among-members.ts', 'operators/tensor/members/shared-rows.ts'].map(compiledUrl),
  );
  const ends = await asMembers(
    2,
    `const { amongMembers } = await import('${tiles}');
    const { SharedRows } = await import('${rows}');
    const level = { network: { members: new SharedRows(peers) }, noisy: tf.zeros([5, 1, 1, 1, 1]) };
    const { own, all } = amongMembers(level);
    const numbers = Array.from({ length: own.count }, (_, i) => own.first + i);
    // two rows of each tile, in two halves: the second half has 100 more
    const half = (more) => numbers.flatMap((tile) => [[more + tile], [more + tile + 0.5]]);
    const both = all(tf.tensor2d([...half(0), ...half(100)]), 2);
    console.log(JSON.stringify([own, both.shape, [...both.dataSync()], amongMembers(level, true).own]));
    peers.leave();`,
  );
  const half = (more: number): number[] => [0, 1, 2, 3, 4].flatMap((tile) => [more + tile, more + tile + 0.5]);
  const all = [...half(0), ...half(100)];
  expect(ends.map(({ status, stderr }) => [status, stderr])).toEqual([[0, ''], [0, '']]); // prettier-ignore
  expect(ends.map(({ stdout }) => JSON.parse(stdout) as unknown)).toEqual([
    [{ first: 0, count: 2 }, [20, 1], all, { first: 0, count: 5 }],
    [{ first: 2, count: 3 }, [20, 1], all, { first: 0, count: 5 }],
  ]);
});
