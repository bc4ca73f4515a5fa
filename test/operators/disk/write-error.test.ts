import { describe, expect, test } from '@jest/globals';
import { HpdmError } from '../../../dsl/index.js';
import { writeError } from '../../../operators/disk/write-error.js';

const system = (code: string): Error => Object.assign(new Error(`${code}: as the system says it`), { code, errno: -1 });

describe('an error of the system', () => {
  test.each(['ENOSPC', 'EDQUOT'])('%s: a full disk, with where and what to do', (code) => {
    const error = writeError(system(code), '/out/x.mp4', { path: 'nodes.file.with.path', note: 'nothing is lost' });
    expect(error).toMatchObject({ code: 'E_DISK_FULL', exitCode: 3, cause: { code } });
    expect((error as Error).message).toBe(
      [
        'nodes.file.with.path  E_DISK_FULL',
        '  the disk is full',
        '  got       no space left in /out/x.mp4',
        '  try       free some space, or write to another disk; nothing is lost',
      ].join('\n'),
    );
  });

  test.each(['EACCES', 'EROFS', 'ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG'])(
    '%s: in words, not in codes',
    (code) => {
      const error = writeError(system(code), '/out/x.mp4');
      expect(error).toMatchObject({ code: 'E_OUTPUT_WRITE', exitCode: 3 });
      expect((error as Error).message).not.toContain('as the system says it');
      expect((error as Error).message).toMatch(/^\/out\/x\.mp4 {2}E_OUTPUT_WRITE[^]*got +\/out\/x\.mp4: [^]*try +/);
    },
  );

  test('one that is rare is passed on in its own words', () => {
    expect((writeError(system('EIO'), '/out/x.mp4') as Error).message).toContain('EIO: as the system says it');
  });

  test('before anything runs it is bad input', () => {
    expect(writeError(system('EROFS'), '/out', { early: true })).toMatchObject({ exitCode: 2 });
  });
});

test('an error of another origin is the same error', () => {
  const errors = [new TypeError('a bug'), new HpdmError({ code: 'E_EXISTS' })];
  expect(errors.map((error) => writeError(error, '/out'))).toEqual(errors);
});
