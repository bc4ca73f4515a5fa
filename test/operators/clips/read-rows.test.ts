import { expect, test } from '@jest/globals';
import { readRows } from '../../../operators/clips/read-rows.js';
import { putStored, scratchFolder } from './media-files.js';

const folder = scratchFolder();

test('rows of near and of distant frames are those of the file', async () => {
  const [frames, height, width, channels] = [300, 20, 30, 3];
  const data = Uint8Array.from({ length: frames * height * width * channels }, (_, i) => (i * 7919) >> 5);
  const clip = putStored(folder, 'a', [frames, height, width, channels], data);
  const wanted = new Map([
    [7, { from: 3, to: 5 }],
    [0, { from: 0, to: 20 }],
    [8, { from: 19, to: 20 }],
    [299, { from: 10, to: 11 }],
  ]);
  const rows = await readRows(clip, wanted);
  for (const [frame, { from, to }] of wanted) {
    const start = (frame * height + from) * width * channels;
    const found = rows.get(frame);
    expect(found?.from).toBe(from);
    expect(found?.data.subarray(0, (to - from) * width * channels)).toEqual(
      Buffer.from(data.subarray(start, start + (to - from) * width * channels)),
    );
  }
});

test('a file that has become shorter is an error', async () => {
  const clip = putStored(folder, 'b', [1, 2, 2, 1], new Uint8Array(4));
  await expect(readRows({ ...clip, shape: [9, 2, 2, 1] }, new Map([[8, { from: 0, to: 2 }]]))).rejects.toThrow(
    /shorter/,
  );
});
