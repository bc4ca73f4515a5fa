import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@jest/globals';

test('npm run docs writes what the code says now over what stood there, and names each file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hpdm-docs-'));
  try {
    cpSync('docs', join(folder, 'docs'), { recursive: true });
    symlinkSync(resolve('pipelines'), join(folder, 'pipelines'));
    writeFileSync(join(folder, 'docs/operators.md'), 'old');
    const tsx = pathToFileURL(resolve('node_modules/tsx/dist/loader.mjs')).href;
    const { stdout } = spawnSync(process.execPath, ['--import', tsx, resolve('pipelines/docs/write.ts')], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(stdout.split('\n')).toContain('docs/operators.md');
    expect(readFileSync(join(folder, 'docs/operators.md'), 'utf8')).toMatch(/^# Operators/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
