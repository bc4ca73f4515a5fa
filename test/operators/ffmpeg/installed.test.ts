import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { allInstalled, compare, installedAt } from '../../../operators/ffmpeg/installed.js';
import { scratch } from '../disk/scratch.js';

const folder = scratch();

/** A program that says it is an ffmpeg of that version and library. */
function program(name: string, version: string, library: string, mode = 0o755): string {
  const path = join(folder.path, name);
  const said = `ffmpeg version ${version} Copyright (c) 2000-2023 the FFmpeg developers\nlibavformat    ${library} / ${library}`;
  writeFileSync(path, `#!/bin/sh\ncat <<'END'\n${said}\nEND\n`);
  chmodSync(path, mode);
  return path;
}

test('a program says its version, its year and the version of its library', async () => {
  const path = program('ffmpeg', '6.1.1-static', '60. 16.100');
  expect(await installedAt(path, 'PATH')).toEqual({
    ...{ path, source: 'PATH', version: '6.1.1-static', year: 2023, library: [60, 16, 100] },
  });
});

test('what does not run, or is no ffmpeg, is none', async () => {
  expect(await installedAt(join(folder.path, 'none'), 'PATH')).toBeUndefined();
  expect(await installedAt('/bin/true', 'PATH')).toBeUndefined();
});

test('the newest comes first, and a packaged program without its execute bit gets it', async () => {
  program('ffmpeg', 'old', '58. 1.100');
  const packed = program('packed', 'new', '60. 2.100', 0o644);
  const all = await allInstalled('ffmpeg', { PATH: folder.path }, [{ source: 'a package', locate: () => packed }]);
  expect(all.map(({ version, source }) => [version, source])).toEqual([
    ['new', 'a package'],
    ['old', 'PATH'],
  ]);
});

test('versions are compared part by part', () => {
  expect(compare([58, 20], [58, 3])).toBeGreaterThan(0);
  expect(compare([58], [58, 1])).toBeLessThan(0);
  expect(compare([60, 1], [60, 1])).toBe(0);
});
