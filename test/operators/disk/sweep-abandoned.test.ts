import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { sweepAbandoned, temporaryPrefix } from '../../../operators/disk/sweep-abandoned.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hpdm-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The hidden name under which a process writes `name`. */
const hidden = (name: string, pid: number): string =>
  temporaryPrefix(name).replace(`-${process.pid}-`, `-${pid}-`).concat('x');
/** A process that has come and gone. */
const gone = (): number => spawnSync(process.execPath, ['-e', '']).pid;
const put = (...names: string[]): void => {
  for (const name of names) writeFileSync(join(folder, name), 'half');
};

test('what a dead process left goes, be it a file or a folder with files', async () => {
  const [file, made] = [hidden('video.mp4', gone()), hidden('video.mp4', gone())];
  put(file);
  mkdirSync(join(folder, made));
  put(join(made, 'video.mp4'));
  await sweepAbandoned(folder, 'video.mp4');
  expect(readdirSync(folder)).toEqual([]);
});

test('what a living process writes stays, be it ourselves or another', async () => {
  const other = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] });
  try {
    const living = [hidden('video.mp4', process.pid), hidden('video.mp4', other.pid ?? 0)];
    put(...living);
    await sweepAbandoned(folder, 'video.mp4');
    expect(readdirSync(folder).sort()).toEqual(living.sort());
    other.kill('SIGKILL');
    await once(other, 'exit');
    await sweepAbandoned(folder, 'video.mp4');
    expect(readdirSync(folder)).toEqual([hidden('video.mp4', process.pid)]);
  } finally {
    other.kill('SIGKILL');
  }
});

test('what belongs to another output, or is none of ours, stays', async () => {
  const pid = gone();
  const others = [
    hidden('video.mp4.png', pid),
    hidden('my.video.mp4', pid),
    'video.mp4',
    '.video.mp4',
    '.video.mp4.part-',
    '.video.mp4.part-mine',
    `.video.mp4.part-${pid}`,
  ];
  put(...others);
  await sweepAbandoned(folder, 'video.mp4');
  expect(readdirSync(folder).sort()).toEqual(others.sort());
});

test('a folder that is not there is swept already', async () => {
  await expect(sweepAbandoned(join(folder, 'none'), 'video.mp4')).resolves.toBeUndefined();
});
