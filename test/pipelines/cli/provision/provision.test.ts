import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ADDON } from '../../../../pipelines/cli/provision/environment.js';
import { buildName } from '../../../../pipelines/cli/provision/environment.js';
import { provision } from '../../../../pipelines/cli/provision/provision.js';
import type { Provision } from '../../../../pipelines/cli/provision/provision.js';
import { describeOutcome } from '../../../../pipelines/cli/setup-command.js';

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

describe('a build in the cache', () => {
  test('is linked without Python, compiler or network, and the next setup finds it linked', async () => {
    const build = await publish();
    expect(await setUp()).toMatchObject({ state: 'linked', how: 'from cache', folder: build });
    expect(await readlink(join(packageFolder, 'lib'))).toBe(join(build, 'lib'));
    const again = await setUp({ ifNeeded: true });
    expect(again).toMatchObject({ state: 'linked', how: 'before', build: { tensorflow: '2.21.0' } });
    expect(describeOutcome(again, true)).toEqual([]);
  });

  test('is not taken for linked once it is gone from the cache', async () => {
    const build = await publish();
    await setUp();
    await rm(build, { recursive: true });
    expect(await setUp({ ifNeeded: true })).toMatchObject({ state: 'none' });
  });
});

describe('where something is missing', () => {
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

function canRun(command: string): boolean {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
