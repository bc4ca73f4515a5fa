import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from '@jest/globals';
import { FfmpegProcess } from '../../../operators/ffmpeg/ffmpeg-process.js';

/** A program that behaves as one of ffmpeg's endings would. */
const shell = (script: string, options: ConstructorParameters<typeof FfmpegProcess>[2] = {}): FfmpegProcess =>
  new FfmpegProcess('/bin/sh', ['-c', script], options);

test('what is written comes out, and finishing waits for it', async () => {
  const child = shell('cat', { input: 'pipe', output: 'pipe' });
  const said = text(child.stdout);
  await child.write(Buffer.from('frames'));
  await child.finish();
  expect(await said).toBe('frames');
});

test('it writes to open files from descriptor 3 on', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hpdm-files-'));
  const files = ['a', 'b'].map((name) => openSync(join(folder, name), 'w'));
  await shell('echo one >&3; echo two >&4', { files }).finish();
  files.forEach(closeSync);
  expect(['a', 'b'].map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual(['one\n', 'two\n']);
  rmSync(folder, { recursive: true });
});

describe('a process that ends badly fails with', () => {
  test('the last lines that it said', async () => {
    const child = shell('echo Unknown encoder >&2; exit 8');
    await expect(child.finish()).rejects.toMatchObject({ code: 'E_FFMPEG', faults: [{ got: 'Unknown encoder' }] });
  });

  test('a full disk, also if it ends with 0', async () => {
    const child = shell('echo "av_write: No space left on device" >&2');
    await expect(child.finish()).rejects.toMatchObject({ code: 'E_DISK_FULL' });
  });

  test('the signal that ended it', async () => {
    await expect(shell('kill -9 $$').finish()).rejects.toThrow(/killed by SIGKILL/);
  });

  test('the reason why it did not start', async () => {
    await expect(new FfmpegProcess('/none/ffmpeg', []).finish()).rejects.toThrow(/ENOENT/);
  });
});

test('a cancelled run stops it, and the error says that it was cancelled', async () => {
  const abort = new AbortController();
  const child = shell('exec sleep 600', { signal: abort.signal });
  abort.abort();
  expect(await child.ended).toMatchObject({ signal: 'SIGKILL' });
  await expect(child.finish()).rejects.toMatchObject({ exitCode: 130 });
});
