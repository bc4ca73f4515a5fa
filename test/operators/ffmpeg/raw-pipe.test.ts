import { spawn } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { openRawPipe } from '../../../operators/ffmpeg/raw-pipe.js';

test('what a child writes arrives in the given memory, whole pieces first and the rest last', async () => {
  const pipe = await openRawPipe();
  const child = spawn('printf', ['abcdefgh'], { stdio: ['ignore', pipe.writer, 'ignore'] });
  pipe.writer.destroy();
  const given: Uint8Array[] = [];
  const pieces: string[] = [];
  const take = (): Uint8Array => given[given.push(new Uint8Array(3)) - 1] as Uint8Array;
  for await (const piece of pipe.read(take)) {
    expect(given.map(({ buffer }) => buffer)).toContain(piece.buffer);
    pieces.push(Buffer.from(piece).toString());
  }
  pipe.close();
  child.unref();
  expect(pieces).toEqual(['abc', 'def', 'gh']);
});

test('memory that cannot be had is an error of the reader, and does not end the process', async () => {
  const pipe = await openRawPipe();
  const child = spawn('printf', ['abcdefgh'], { stdio: ['ignore', pipe.writer, 'ignore'] });
  pipe.writer.destroy();
  const pieces = pipe.read(() => new Uint8Array(2 ** 53));
  await expect(pieces[Symbol.asyncIterator]().next()).rejects.toThrow(/Invalid typed array length/);
  pipe.close();
  child.unref();
});
