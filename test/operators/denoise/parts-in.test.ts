import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { FinishedParts } from '../../../operators/denoise/finished-parts.js';
import { partsIn } from '../../../operators/denoise/parts-in.js';
import { asMembers } from '../../members.js';
import { compiledUrl } from '../../program.js';

const folder = mkdtempSync(join(tmpdir(), 'hpdm-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a run alone has its own', () => {
  expect(partsIn(folder, 0, { index: 0, of: 1 })).toBeInstanceOf(FinishedParts);
});

test('members take what is finished from the leader, whose folder the others do not see, and the leader alone keeps it', async () => {
  const url = await compiledUrl('operators/denoise/parts-in.ts');
  const ends = await asMembers(
    2,
    `const { partsIn } = await import('${url}');
    const folder = ${JSON.stringify(folder)} + '/of-' + gang.rank;
    const videos = { first: 4, count: 1 };
    const parts = partsIn(folder, 1, { index: gang.rank, of: 2 });
    const before = parts.has('slab 1', videos);
    const slab = tf.tensor5d([1, -0.5, 1 / 3, gang.rank], [1, 1, 2, 2, 1]);
    await parts.keep('slab 1', 4, slab);
    const video = await parts.read('slab 1', videos);
    const there = [...parts.slabs([0, 4, 8], 4, videos)];
    console.log(JSON.stringify([before, parts.has('slab 1', videos), there, video.shape, [...video.dataSync()]]));
    peers.leave();`,
  );
  const same = [false, true, [1], [1, 1, 2, 2, 1], [1, -0.5, Math.fround(1 / 3), 0]];
  expect(ends.map(({ status, stderr }) => [status, stderr])).toEqual([[0, ''], [0, '']]); // prettier-ignore
  expect(ends.map(({ stdout }) => JSON.parse(stdout) as unknown)).toEqual([same, same]);
  expect(readdirSync(folder)).toEqual(['of-0']);
});
