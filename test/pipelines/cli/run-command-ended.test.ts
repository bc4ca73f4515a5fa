import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { execFileSync, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { children, readWhole } from '../../operators/video/clips.js';
import { copiedVideos, copying, WRITING } from './copied-videos.js';
import { type Ended, entries, run, scratch, spawned, spawnedUntil } from './command-line.js';

const folder = scratch();
/** Frames of `long.mp4`: seconds of work. */
const LONG = 1000;
/** Frames of `middle.mp4`, for runs that are not cut short. */
const MIDDLE = 400;

const copy = (from: string, out: string, ...more: string[]): string[] => copying(folder, from, out, ...more);
const interrupted = (out: string, then: (child: ChildProcess) => void, clip = 'long.mp4'): Promise<Ended> =>
  spawnedUntil(folder, copy(clip, out, '--events', '-'), WRITING, then);
/** Any ffmpeg, alive or dead, that has to do with the folder of these tests. */
const ffmpegs = (): string[] =>
  execFileSync('ps', ['-A', '-o', 'stat=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((row) => /ffmpeg/.test(row) && row.includes(folder));

beforeAll(() => copiedVideos(folder, { 'long.mp4': LONG, 'middle.mp4': MIDDLE, 'short.mp4': 10 }));

describe('hpdm run, ended before its time: the output is whole or absent, and no ffmpeg stays', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('%s: exit code 130, and an older video stays as it was', async (signal) => {
    const out = join(folder, signal);
    mkdirSync(out);
    writeFileSync(join(out, 'video.mp4'), 'older');
    const { status, stderr } = await interrupted(`${signal}/video.mp4`, (child) => child.kill(signal));
    expect({ status, stderr }).toMatchObject({ status: 130, stderr: expect.stringContaining('cancelled') });
    expect(readFileSync(join(out, 'video.mp4'), 'utf8')).toBe('older');
    expect([entries(out), ffmpegs()]).toEqual([['video.mp4'], []]);
  });

  test.each([
    ['reads', /pipe:1$/],
    ['writes', /\.part-/],
  ])('the ffmpeg that %s is killed: exit code 3', async (out, which) => {
    mkdirSync(join(folder, out));
    const { status, stderr } = await interrupted(`${out}/video.mp4`, ({ pid = 0 }) => {
      const found = children(pid).filter(({ args }) => which.test(args));
      expect(found).toHaveLength(1);
      process.kill(found[0]?.pid ?? 0, 'SIGKILL');
    });
    expect(stderr).toMatch(/E_FFMPEG[^]*killed by SIGKILL[^]*try +/);
    expect(status).toBe(3);
    expect([entries(join(folder, out)), ffmpegs()]).toEqual([[], []]);
  });

  test('SIGKILL: nothing under the final name; the next run sweeps what was left', async () => {
    const out = join(folder, 'swept');
    mkdirSync(out);
    const { status } = await interrupted('swept/video.mp4', (child) => child.kill('SIGKILL'));
    expect(status).toBeNull();
    expect(entries(out)).toEqual([expect.stringMatching(/^\.video\.mp4\.part-\d+-/)]);
    expect(await run(folder, copy('short.mp4', 'swept/video.mp4'))).toMatchObject({ status: 0 });
    expect(entries(out)).toEqual(['video.mp4']);
  });

  test('a second run to the same name leaves the first, which still writes, alone', async () => {
    const out = join(folder, 'shared');
    mkdirSync(out);
    const first = await interrupted(
      'shared/video.mp4',
      (child) => {
        child.kill('SIGSTOP');
        const second = spawned(folder, copy('short.mp4', 'shared/video.mp4'));
        const left = entries(out);
        child.kill('SIGCONT');
        expect(second).toMatchObject({ status: 0 });
        expect(left).toEqual([expect.stringContaining(`.video.mp4.part-${child.pid ?? 0}-`), 'video.mp4']);
      },
      'middle.mp4',
    );
    expect(first).toMatchObject({ status: 0 });
    expect(entries(out)).toEqual(['video.mp4']);
    expect((await readWhole({ path: join(out, 'video.mp4'), size: [24, 32] })).count).toBe(MIDDLE);
  });

  test('the reader of the events goes away: exit code 3, said, nothing left', async () => {
    mkdirSync(join(folder, 'unread'));
    const { status, stderr } = await interrupted('unread/video.mp4', (child) => child.stdout?.destroy());
    expect({ status, stderr }).toMatchObject({ status: 3, stderr: expect.stringMatching(/E_EVENTS[^]*try +/) });
    expect([entries(join(folder, 'unread')), ffmpegs()]).toEqual([[], []]);
  });

  test('the reader of the progress goes away: the run goes on', async () => {
    const { status } = await interrupted('unseen.mp4', (child) => child.stderr?.destroy(), 'middle.mp4');
    expect(status).toBe(0);
    expect(entries(folder)).toContain('unseen.mp4');
  });

  (existsSync('/dev/full') ? test : test.skip)('no room for the events: exit code 3, nothing left', () => {
    mkdirSync(join(folder, 'full'));
    const { status, stderr } = spawned(folder, copy('long.mp4', 'full/video.mp4', '--events', '/dev/full'));
    expect({ status, stderr }).toMatchObject({
      status: 3,
      stderr: expect.stringMatching(/E_EVENTS[^]*ENOSPC[^]*try +/),
    });
    expect(entries(join(folder, 'full'))).toEqual([]);
  });
});
