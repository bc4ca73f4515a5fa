import { mkdir, mkdtemp, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ADDON } from '../../../../pipelines/cli/provision/environment.js';
import { linkBuild, readBuild, readLinked } from '../../../../pipelines/cli/provision/link-build.js';

let scratch: string;
const packageFolder = (): string => join(scratch, 'package');
beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'hpdm-link-'));
  await mkdir(packageFolder());
});
afterEach(() => rm(scratch, { recursive: true, force: true }));

/** A finished build. */
async function build(name: string): Promise<string> {
  const folder = join(scratch, name);
  await mkdir(join(folder, 'deps', 'lib'), { recursive: true });
  await mkdir(dirname(join(folder, ADDON)), { recursive: true });
  await writeFile(join(folder, ADDON), '');
  await writeFile(join(folder, 'build.json'), '{"flavour":"cpu","tensorflow":"2.21.0"}');
  return folder;
}

test('a package is linked to a build, and then to another', async () => {
  for (const name of ['one', 'other']) {
    const folder = await build(name);
    await linkBuild(packageFolder(), folder);
    expect(await readlink(join(packageFolder(), 'lib'))).toBe(join(folder, 'lib'));
    expect(readLinked(packageFolder())).toEqual({ folder, build: { flavour: 'cpu', tensorflow: '2.21.0' } });
  }
});

test('what a broken installation left in the package is replaced', async () => {
  const folder = await build('one');
  await mkdir(join(packageFolder(), 'deps', 'lib'), { recursive: true });
  expect(readLinked(packageFolder())).toBeUndefined();
  await linkBuild(packageFolder(), folder);
  expect(readLinked(packageFolder())).toMatchObject({ folder });
});

test('a folder without a finished build has none', () => {
  expect(readBuild(packageFolder())).toBeUndefined();
});

test('a package that cannot be changed is said', async () => {
  await writeFile(join(scratch, 'file'), '');
  await expect(linkBuild(join(scratch, 'file'), await build('one'))).rejects.toMatchObject({ code: 'E_SETUP_LINK' });
});
