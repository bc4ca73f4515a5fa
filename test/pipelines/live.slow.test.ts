import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ffmpegInUse, startFfmpeg } from '../../operators/ffmpeg/ffmpeg.js';
import { lacks } from '../../operators/ffmpeg/lacks.js';
import { ffmpeg, ramps, readWhole, timesOf, write } from '../operators/video/clips.js';
import { scratch, spawnedUntil } from './cli/command-line.js';

const folder = scratch();
const at = (name: string): string => join(folder, name);

describe('an endless recording that is stopped is a good file', () => {
  /** An item has been written. */
  const WRITING = /"node":"file","done":\d/;

  test.each<[NodeJS.Signals, string, string]>([
    ['SIGINT', 'ctrl-c.mp4', 'vod'],
    ['SIGTERM', 'ended.mkv', 'vod'],
    ['SIGHUP', 'closed.webm', 'vod'],
    ['SIGINT', 'growing.mp4', 'event'],
    ['SIGTERM', 'growing.mkv', 'live'],
    ['SIGHUP', 'whole.m3u8', 'event'],
    ['SIGINT', 'newest.m3u8', 'live'],
    ['SIGINT', 'newest.mpd', 'live'],
    ['SIGINT', 'raw.y4m', 'vod'],
    ['SIGINT', 'pictures/', 'vod'],
  ])('%s: %s, mode %s', async (signal, name, mode) => {
    const nodes = {
      camera: { op: 'video.read', with: { path: 'lavfi:testsrc=s=64x48:r=25', chunk: 4 } },
      file: { op: 'video.write', in: { frames: 'camera.frames' }, with: { path: at(name), mode, preset: 'ultrafast' } },
    };
    writeFileSync(at('record.json'), JSON.stringify({ hpdm: 1, nodes }));
    const args = ['run', 'record.json', '--events', '-'];
    const { status, stderr } = await spawnedUntil(folder, args, WRITING, (child) => child.kill(signal));
    expect({ status, stderr }).toMatchObject({ status: 0, stderr: expect.stringContaining(`wrote ${at(name)}`) });
    const written = name.endsWith('/') ? `${name}%05d.png` : name;
    expect((await readWhole({ path: at(written), size: [24, 32] })).count).toBeGreaterThan(0);
    expect(readdirSync(dirname(at(written))).filter((left) => left.includes('.part-'))).toEqual([]);
    if (name.endsWith('.m3u8')) expect(readFileSync(at(name), 'utf8')).toContain('#EXT-X-ENDLIST');
  });
});

const program = await ffmpegInUse();
const missing = await lacks(program);

describe('an address', () => {
  const FRAMES = 50;

  test.each([
    ['udp', 'udp://127.0.0.1:23101', ['-f', 'mpegts', '-i', 'udp://127.0.0.1:23101?timeout=5000000']],
    ['tcp', 'tcp://127.0.0.1:23102', ['-f', 'mpegts', '-i', 'tcp://127.0.0.1:23102?listen=1']],
    ['rtmp', 'rtmp://127.0.0.1:23103/live/x', ['-listen', '1', '-f', 'flv', '-i', 'rtmp://127.0.0.1:23103/live/x']],
    ['srt', 'srt://127.0.0.1:23104', ['-f', 'mpegts', '-i', 'srt://127.0.0.1:23104?mode=listener']],
  ])('%s gets every frame, no faster than it is shown', async (protocol, url, receiving) => {
    if (missing.includes(protocol)) return console.warn(`skipped: ffmpeg ${program.version} lacks ${protocol}`);
    const received = at(`${protocol}.mkv`);
    const receiver = await startFfmpeg(['-v', 'error', '-y', ...receiving, '-c', 'copy', received], {});
    await listening(/:(\d+)/.exec(url)?.[1] ?? '');
    const begin = performance.now();
    await write([ramps(FRAMES)], { path: url, fps: 25, preset: 'ultrafast', extra: ['-bf', '0'] });
    // 2 s, of which ffmpeg takes the first frames at once
    expect(performance.now() - begin).toBeGreaterThan(1500);
    await receiver.ended;
    // a protocol may lose the last packets when the sender closes
    expect((await timesOf(received)).length).toBeGreaterThan(FRAMES - 8);
  });
});

test('an address that listens gets every frame of its only sender', async () => {
  await write([ramps(50)], { path: at('sent.ts'), fps: 25 });
  const url = 'tcp://127.0.0.1:23105';
  const read = readWhole({ path: `${url}?listen=1` });
  await listening('23105');
  await ffmpeg('-i', at('sent.ts'), '-c', 'copy', '-f', 'mpegts', url);
  expect(await read).toMatchObject({ count: 50, timing: { rate: 25 } });
});

/** Resolves when a program of this machine listens at a port. */
async function listening(port: string): Promise<void> {
  const hex = Number(port).toString(16).toUpperCase().padStart(4, '0');
  const tables = ['tcp', 'udp'].map((name) => `/proc/net/${name}`).filter((path) => existsSync(path));
  if (tables.length === 0) throw new Error('this system does not tell who listens');
  while (!tables.some((path) => readFileSync(path, 'utf8').includes(`:${hex} `))) await new Promise(setImmediate);
}
