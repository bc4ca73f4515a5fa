import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { withLock } from '../../../../pipelines/cli/provision/lock.js';

let scratch: string;
beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'hpdm-lock-'));
});
afterEach(() => rm(scratch, { recursive: true, force: true }));

describe('the lock', () => {
  test('lets one in at a time', async () => {
    const lock = join(scratch, 'lock');
    const order: string[] = [];
    let openGate = (): void => undefined;
    const gate = new Promise<void>((resolve) => (openGate = resolve));
    let enter = (): void => undefined;
    const isIn = new Promise<void>((resolve) => (enter = resolve));
    const first = withLock(lock, {}, async () => {
      order.push('first in');
      enter();
      await gate;
      order.push('first out');
    });
    const onWait = (pid: number): void => {
      order.push(`waits for ${String(pid)}`);
      openGate();
    };
    await isIn;
    await Promise.all([first, withLock(lock, { onWait }, async () => order.push('second in'))]);
    expect(order).toEqual(['first in', `waits for ${String(process.pid)}`, 'first out', 'second in']);
  });

  test('is taken over from a process that died', async () => {
    const lock = join(scratch, 'lock');
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    await writeFile(lock, JSON.stringify({ pid: child.pid, host: hostname() }));
    expect(await withLock(lock, {}, async () => 'in')).toBe('in');
    expect(existsSync(lock)).toBe(false);
  });

  test('is released when the work fails', async () => {
    const lock = join(scratch, 'lock');
    await expect(withLock(lock, {}, () => Promise.reject(new Error('broke')))).rejects.toThrow('broke');
    expect(existsSync(lock)).toBe(false);
  });
});
