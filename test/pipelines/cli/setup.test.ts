import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readlink, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ADDON, cudaWheels } from '../../../pipelines/cli/provision/addon.js';
import { linkBuild, readLinked } from '../../../pipelines/cli/provision/link-build.js';
import { withLock } from '../../../pipelines/cli/provision/lock.js';
import { buildName, cacheFolder } from '../../../pipelines/cli/provision/environment.js';
import { provision } from '../../../pipelines/cli/provision/provision.js';
import type { Provision } from '../../../pipelines/cli/provision/provision.js';
import { announcedBytes } from '../../../pipelines/cli/provision/fetch-wheel.js';
import { describeOutcome } from '../../../pipelines/cli/setup-command.js';

let scratch: string;
let packageFolder: string;
let env: Record<string, string>;
const CLOSED = 'http://127.0.0.1:9/';

beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'hpdm-setup-'));
  packageFolder = join(scratch, 'package');
  await mkdir(packageFolder);
  // Nothing on the PATH, and no host of the second route.
  env = { HPDM_CACHE: join(scratch, 'cache'), PATH: '', TFJS_NODE_BASE_URI: CLOSED };
});
afterEach(() => rm(scratch, { recursive: true, force: true }));

const setUp = (more: object = {}): Promise<Provision> => provision({ gpu: false, env, packageFolder, ...more });

/** A finished build under its name in the cache; the addon itself is never loaded by setup. */
async function publish(): Promise<string> {
  const build = join(scratch, 'cache', buildName('cpu'));
  await mkdir(join(build, 'deps', 'lib'), { recursive: true });
  await mkdir(dirname(join(build, ADDON)), { recursive: true });
  await writeFile(join(build, ADDON), '');
  await writeFile(join(build, 'build.json'), '{"flavour":"cpu","tensorflow":"2.21.0"}');
  return build;
}

describe('the cache folder', () => {
  test('is HPDM_CACHE, made absolute, before the platform’s place', () => {
    expect(cacheFolder({ HPDM_CACHE: 'here', XDG_CACHE_HOME: '/xdg' })).toBe(join(process.cwd(), 'here'));
    expect(cacheFolder({ XDG_CACHE_HOME: '/xdg', HOME: '/home/a' })).toBe(join('/xdg', 'hpdm'));
  });

  test('keeps builds for another device or platform apart', () => {
    expect(buildName('cuda')).not.toBe(buildName('cpu'));
    expect(buildName('cpu')).toContain(`${process.platform}-${process.arch}`);
  });
});

describe('a build in the cache', () => {
  test('is linked without Python, compiler or network, and the next setup finds it linked', async () => {
    const build = await publish();
    expect(await setUp()).toMatchObject({ state: 'linked', how: 'from cache', folder: build });
    expect(await readlink(join(packageFolder, 'lib'))).toBe(join(build, 'lib'));
    const again = await setUp({ ifNeeded: true });
    expect(again).toMatchObject({ state: 'linked', how: 'before', build: { tensorflow: '2.21.0' } });
    expect(describeOutcome(again, true)).toEqual([]);
  });

  test('replaces what a broken installation left in the package', async () => {
    const build = await publish();
    await mkdir(join(packageFolder, 'deps', 'lib'), { recursive: true });
    expect(readLinked(packageFolder)).toBeUndefined();
    await linkBuild(packageFolder, build);
    expect(readLinked(packageFolder)).toMatchObject({ folder: build });
  });

  test('is not taken for linked once it is gone from the cache', async () => {
    const build = await publish();
    await setUp();
    await rm(build, { recursive: true });
    expect(await setUp({ ifNeeded: true })).toMatchObject({ state: 'none' });
  });
});

describe('where something is missing', () => {
  test('one line says each missing part, what it costs and how to get it', async () => {
    const lines = describeOutcome(await setUp(), false);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(
      /wasm, about 10 times slower: not found: Python 3, pip, a C\+\+ compiler, make.*To get it: /,
    );
  });

  const python = ['python3', 'make', 'c++'].every((name) => canRun(name)) ? test : test.skip;
  python('a package index out of reach is told, and not asked again by the next start', async () => {
    const offline = { ...env, PATH: process.env['PATH'], PIP_INDEX_URL: CLOSED, PIP_CONFIG_FILE: '/dev/null' };
    const first = await setUp({ env: offline, ifNeeded: true });
    expect(first.missed.cpu?.code).toBe('E_SETUP_NETWORK');
    // Without the remembered failure this would be about the missing Python.
    const second = await setUp({ ifNeeded: true });
    expect(second.missed.cpu?.faults).toEqual(first.missed.cpu?.faults);
    expect((await setUp()).missed.cpu?.code).toBe('E_SETUP_TOOLS');
  });

  test('an unusable cache folder is told with the variable that moves it', async () => {
    const file = join(scratch, 'file');
    await writeFile(file, '');
    const outcome = await setUp({ env: { ...env, HPDM_CACHE: join(file, 'cache') } });
    expect(outcome.missed.cpu?.faults[0]).toMatchObject({
      code: 'E_SETUP_CACHE',
      try: expect.stringMatching('HPDM_CACHE'),
    });
  });

  test('cancelling is an error of its own, not a missing part', async () => {
    const reason = new Error('stop');
    await expect(setUp({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(existsSync(join(scratch, 'cache', 'locks', buildName('cpu')))).toBe(false);
  });
});

describe('the lock', () => {
  test('lets one in at a time', async () => {
    const lock = join(scratch, 'lock');
    const order: string[] = [];
    let openGate = (): void => undefined;
    const gate = new Promise<void>((resolve) => (openGate = resolve));
    const first = withLock(lock, {}, async () => {
      order.push('first in');
      await gate;
      order.push('first out');
    });
    const onWait = (pid: number): void => {
      order.push(`waits for ${String(pid)}`);
      openGate();
    };
    await once(process, 'nextTick-never', { signal: AbortSignal.timeout(50) }).catch(() => undefined);
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

describe('what other programs say', () => {
  test('pip’s line about a download gives its size', () => {
    expect(announcedBytes('  Downloading tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl (273.8 MB)')).toBe(
      273.8e6,
    );
    expect(announcedBytes('Collecting tensorflow-cpu==2.21.0')).toBeUndefined();
  });

  test('the wheel’s metadata gives the CUDA wheels and nothing else', () => {
    const metadata = [
      'Requires-Dist: numpy>=1.26.0',
      'Requires-Dist: nvidia-cublas-cu12<13.0,>=12.5; extra == "other"',
      'Requires-Dist: nvidia-cublas-cu12==12.5.3.2; extra == "and-cuda"',
      "Requires-Dist: nvidia-cudnn-cu12 (==9.3.0.75) ; extra == 'and-cuda'",
    ].join('\n');
    expect(cudaWheels(metadata)).toEqual([
      ['nvidia-cublas-cu12', '12.5.3.2'],
      ['nvidia-cudnn-cu12', '9.3.0.75'],
    ]);
  });
});

function canRun(command: string): boolean {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
