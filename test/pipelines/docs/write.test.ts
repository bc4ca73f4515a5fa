import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { moduleRun } from '../../program.js';

test('npm run docs writes what the code says now over what stood there, and names each file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hpdm-docs-'));
  try {
    cpSync('docs', join(folder, 'docs'), { recursive: true });
    symlinkSync(resolve('pipelines'), join(folder, 'pipelines'));
    writeFileSync(join(folder, 'docs/operators.md'), 'old');
    const { stdout } = await moduleRun('pipelines/docs/write.ts', [], { cwd: folder });
    expect(stdout.split('\n')).toContain('docs/operators.md');
    expect(readFileSync(join(folder, 'docs/operators.md'), 'utf8')).toMatch(/^# Operators/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
