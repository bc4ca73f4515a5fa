import { execFileSync } from 'node:child_process';
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { videoWrite } from '../../../operators/video/write.js';
import { settingsOf, testContext } from '../../context.js';
import { compiledUrl, program } from '../../program.js';
import { ffmpeg, listing, ramps, readAll, readWhole, scratch, write } from './clips.js';

const { fresh, remove } = scratch();
let path: string;
beforeEach(() => {
  path = fresh();
});
afterAll(remove);

describe('a playlist', () => {
  test.each(['p$q.mpd', 'a:b.m3u8', '#1.m3u8', 'a%20d.m3u8', 'x&<y.mpd', 'a b?.m3u8', 'ü.mpd'])(
    '%s plays from a server and replaces an older one',
    async (name) => {
      await write([ramps(60)], { path: join(path, name) });
      await write([ramps(6)], { path: join(path, name) });
      const server = createServer((asked, answer) => {
        const file = join(path, decodeURIComponent(new URL(asked.url ?? '', 'http://a').pathname));
        if (existsSync(file)) answer.end(readFileSync(file));
        else answer.writeHead(404).end();
      });
      await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
      const { port } = server.address() as AddressInfo;
      const back = await readAll({ path: `http://127.0.0.1:${port}/${encodeURIComponent(name)}` });
      expect(back.reduce((sum, { count }) => sum + count, 0)).toBe(6);
      expect(listing(path).filter((file) => /\.(ts|m4s)$/.test(file) && !file.includes('init')).length).toBe(1);
      await new Promise((closed) => server.close(closed));
    },
  );
});

describe('where it is written', () => {
  test('a symbolic link stays, and a pipe gets the frames as they come', async () => {
    symlinkSync('real.mp4', join(path, 'link.mp4'));
    await write([ramps(3)], { path: join(path, 'link.mp4') });
    expect(listing(path)).toEqual(['link.mp4', 'real.mp4']);
    execFileSync('mkfifo', [join(path, 'pipe.mp4')]);
    const kept = ffmpeg('-i', `file:${join(path, 'pipe.mp4')}`, '-c', 'copy', join(path, 'kept.mp4'));
    await write([ramps(5)], { path: join(path, 'pipe.mp4') });
    await kept;
    expect((await readWhole({ path: join(path, 'kept.mp4') })).count).toBe(5);
  });

  test('a file that grows does not overwrite what has another name, too', async () => {
    await write([ramps(5)], { path: join(path, 'a.ts') });
    linkSync(join(path, 'a.ts'), join(path, 'b.ts'));
    await write([ramps(2)], { path: join(path, 'b.ts'), mode: 'event' });
    expect((await readWhole({ path: join(path, 'a.ts') })).count).toBe(5);
  });

  test.each([
    ['/', '0000'],
    ['/%03d.png', '00'],
  ])('numbered pictures (%s) replace those of a longer video, and nothing else', async (name, zeros) => {
    const own = ['2.png', '10.png', '20240101.png', 'cat.png', zeros === '00' ? '00001.png' : '001.png'];
    await write([ramps(6)], { path: join(path, 'mm', name) });
    for (const file of own) writeFileSync(join(path, 'mm', file), 'own');
    await write([ramps(4)], { path: join(path, 'mm', name) });
    const made = [1, 2, 3, 4].map((n) => `${zeros}${n}.png`);
    expect(listing(join(path, 'mm'))).toEqual([...own, ...made].sort());
    for (const file of own) expect(readFileSync(join(path, 'mm', file), 'utf8')).toBe('own');
  });

  test('parent folders are made', async () => {
    await write([ramps(2)], { path: join(path, 'a/b/x.mp4') });
    expect(listing(path)).toEqual(['a', 'a/b', 'a/b/x.mp4']);
  });

  test('the final name appears only when all is done', async () => {
    const stage = await videoWrite.open(settingsOf(videoWrite.with, { path: join(path, 'x.mp4') }), testContext());
    await stage.next({ frames: ramps(4) }, 0);
    expect(readdirSync(path)).not.toContain('x.mp4');
    await stage.done?.();
    expect(listing(path)).toEqual(['x.mp4']);
  });

  test('a shorter PNG sequence leaves no frame of a longer one', async () => {
    mkdirSync(join(path, 'f'));
    writeFileSync(join(path, 'f/notes.txt'), 'mine');
    await write([ramps(5)], { path: join(path, 'f/') });
    await write([ramps(2)], { path: join(path, 'f/') });
    expect(listing(join(path, 'f'))).toEqual(['00001.png', '00002.png', 'notes.txt']);
  });

  test('a playlist names segments that stand beside it', async () => {
    await write([ramps(120, 32, 32)], { path: join(path, 'live.m3u8') });
    const playlist = readFileSync(join(path, 'live.m3u8'), 'utf8');
    const named = playlist.split('\n').filter((line) => line.endsWith('.ts'));
    expect(named.length).toBeGreaterThan(0);
    expect(listing(path)).toEqual([...named.map((name) => basename(name)), 'live.m3u8'].sort());
    expect(named.every((name) => !name.includes('/'))).toBe(true);
  });

  test('pipe:1 is our own stdout', async () => {
    await write([ramps(5, 16, 16)], { path: join(path, 'f/') });
    const document = {
      hpdm: 1,
      nodes: {
        read: { op: 'video.read', with: { path: join(path, 'f/%05d.png') } },
        out: {
          op: 'video.write',
          in: { frames: 'read.frames' },
          with: { path: 'pipe:1', format: 'rawvideo', codec: 'rawvideo', pixelFormat: 'rgb24' },
        },
      },
    };
    const text = `import { load, run } from ${JSON.stringify(await compiledUrl('index.ts'))};
      await run(await load(${JSON.stringify(document)}));`;
    const { stdout } = program(text, { encoding: 'latin1' });
    expect(Buffer.compare(Buffer.from(stdout, 'latin1'), Buffer.from(ramps(5, 16, 16).data))).toBe(0);
  });
});
