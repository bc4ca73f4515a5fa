import { writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { inputOf } from '../../../operators/ffmpeg/input.js';
import { probe } from '../../../operators/ffmpeg/probe.js';
import { scratch } from '../disk/scratch.js';
import { ffmpeg } from '../video/clips.js';

const folder = scratch();
const examine = async (path: string) =>
  probe(await inputOf(path, 'with.path'), path, 'with.path', new AbortController().signal);

test('a clip is examined without decoding it', async () => {
  const path = join(folder.path, 'a.mp4');
  await ffmpeg('-f', 'lavfi', '-i', 'testsrc=size=32x16:rate=12:duration=2', path);
  expect(await examine(path)).toMatchObject({ width: 32, height: 16, rate: 12, seconds: 2, sound: false });
});

test('a stream that can be read only once is not touched', async () => {
  expect(await examine('-')).toBeUndefined();
});

test('what is no video, or only sound, is refused', async () => {
  const [words, sound] = [join(folder.path, 'words.mp4'), join(folder.path, 'sound.wav')];
  writeFileSync(words, 'these are words');
  await ffmpeg('-f', 'lavfi', '-i', 'sine=duration=0.1', sound);
  await expect(examine(words)).rejects.toMatchObject({ code: 'E_NOT_VIDEO' });
  await expect(examine(sound)).rejects.toMatchObject({ code: 'E_NO_VIDEO' });
});

describe('a server that takes the connection and says nothing', () => {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket.on('error', () => undefined).resume());
  });
  let host = '';
  beforeAll(async () => {
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    for (const socket of open) socket.destroy();
    await new Promise((closed) => server.close(closed));
  });

  test.each(['rtsp://HOST/camera', 'tcp://HOST', 'http://HOST/a.mp4', 'http://HOST/a.m3u8', 'rtmp://HOST/a/b'])(
    'is given up by ffprobe itself, and the message names it: %s',
    async (address) => {
      const url = address.replace('HOST', host);
      const found = probe(await inputOf(url, 'with.path', 500), url, 'with.path', new AbortController().signal);
      await expect(found).rejects.toMatchObject({
        code: 'E_NO_ANSWER',
        message: expect.stringContaining(`${url}: nothing for 0.5 s`),
      });
    },
  );

  test.each(['udp://127.0.0.1:PORT', 'rtp://127.0.0.1:PORT'])(
    'nor is one waited for that sends nothing: %s',
    async (address) => {
      const url = address.replace('PORT', host.split(':')[1] ?? '');
      const found = probe(await inputOf(url, 'with.path', 500), url, 'with.path', new AbortController().signal);
      await expect(found).rejects.toMatchObject({ code: 'E_NO_ANSWER', message: expect.stringContaining(url) });
    },
  );
});
