import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installedPackage } from '../../../../pipelines/cli/provision/environment.js';
import type { Provision } from '../../../../pipelines/cli/provision/provision.js';
import { compiledUrl } from '../../../program.js';

const modules = ['pipelines/cli/provision/provision.ts', 'pipelines/cli/provision/reporter.ts'];
let scratch: string;
let packageFolder: string;
let urls: readonly string[];

beforeAll(async () => {
  urls = await Promise.all(modules.map(compiledUrl));
  scratch = await mkdtemp(join(tmpdir(), 'hpdm-setup-'));
  packageFolder = join(scratch, 'package');
  await mkdir(packageFolder);
  for (const name of ['package.json', 'binding', 'binding.gyp', 'scripts']) {
    await cp(join(installedPackage(), name), join(packageFolder, name), { recursive: true });
  }
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

/** A setup in a process of its own, so that it can be killed; `said` calls back with each piece of what it reports. */
function start(said: (text: string) => void): { kill(): void; done: Promise<Provision | undefined> } {
  const script = `
    const [{ provision }, { createReporter }] = await Promise.all(${JSON.stringify(urls)}.map((url) => import(url)));
    const report = createReporter(process.stderr, false);
    const options = { gpu: false, packageFolder: ${JSON.stringify(packageFolder)}, report };
    console.log(JSON.stringify(await provision(options)));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, HPDM_CACHE: join(scratch, 'my cache') },
  });
  let answer = '';
  child.stdout.on('data', (piece) => (answer += String(piece)));
  child.stderr.on('data', (piece) => {
    said(String(piece));
  });
  const done = once(child, 'close').then(() => (answer === '' ? undefined : (JSON.parse(answer) as Provision)));
  return { kill: () => void child.kill('SIGKILL'), done };
}

const asked = spawnSync('python3', ['-m', 'pip', 'index', 'versions', '--retries', '0', 'tensorflow-cpu'], {
  encoding: 'utf8',
});
if (asked.status !== 0) console.warn(`skipped: no package index that has TensorFlow: ${asked.stderr}`);
const online = asked.status === 0 ? test : test.skip;

online.each(['getting TensorFlow', 'unpacking', 'compiling'])(
  'killed while %s, setup leaves no build',
  async (stage) => {
    const setup = start((text) => {
      if (text.includes(stage)) setup.kill();
    });
    expect(await setup.done).toBeUndefined();
    expect(existsSync(join(packageFolder, 'lib'))).toBe(false);
  },
);

online('two at once after all that: one builds, one waits, both are linked to a build that multiplies', async () => {
  let waited = 0;
  const count = (text: string): void => {
    if (text.includes('waiting')) waited++;
  };
  const [one, other] = await Promise.all([start(count).done, start(count).done]);
  expect([one, other].map((outcome) => outcome?.state === 'linked' && outcome.how).sort()).toEqual([
    'built',
    'from cache',
  ]);
  expect(waited).toBe(1);
  expect(one).toMatchObject({ build: { tensorflow: '2.21.0', flavour: 'cpu' } });
  expect(await readdir(join(scratch, 'my cache', 'staging'))).toEqual([]);
  expect(await readdir(join(scratch, 'my cache', 'locks'))).toEqual([]);
});
