import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach } from '@jest/globals';

/** An empty folder for each test of a file. */
export function scratch(): { readonly path: string } {
  const folder = { path: '' };
  beforeEach(() => {
    folder.path = mkdtempSync(join(tmpdir(), 'hpdm-test-'));
  });
  afterEach(() => rmSync(folder.path, { recursive: true, force: true }));
  return folder;
}

/** The number of a process that has come and gone. */
export const gone = (): number => spawnSync(process.execPath, ['-e', '']).pid;

/** Give `use` a small disk of its own; false where none can be mounted. */
export async function withSmallDisk(mountPoint: string, use: () => Promise<void>): Promise<boolean> {
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', mountPoint]).status !== 0) return false;
  try {
    await use();
  } finally {
    spawnSync('umount', [mountPoint]);
  }
  return true;
}
