import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { compileAddon } from '../../../../pipelines/cli/provision/compile-addon.js';
import { ADDON } from '../../../../pipelines/cli/provision/environment.js';
import { silent } from '../../../../pipelines/cli/provision/reporter.js';

let scratch: string;
beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'hpdm addon '));
});
afterEach(() => rm(scratch, { recursive: true, force: true }));

/** Compile with a node-gyp that only writes where it ran and with what, as the addon. */
async function compileWith(script: string): Promise<string> {
  const [sources, staging, nodeGyp] = [join(scratch, 'sources'), join(scratch, 'staging'), join(scratch, 'gyp.cjs')];
  await mkdir(join(sources, 'binding'), { recursive: true });
  await writeFile(join(sources, 'binding.gyp'), '{}');
  await mkdir(join(staging, 'deps', 'lib'), { recursive: true });
  await writeFile(nodeGyp, script);
  const tools = { python: 'python3', cxx: 'true', nodeGyp };
  const options = { sources, staging, downloads: scratch, env: process.env, report: silent };
  await compileAddon(tools, options);
  return readFile(join(staging, ADDON), 'utf8');
}

const WRITES = `
  const fs = require('fs');
  const addon = process.argv.find((word) => word.startsWith('--module=')).slice(9);
  fs.mkdirSync(require("path").dirname(addon), { recursive: true });
  fs.writeFileSync(addon, JSON.stringify([process.cwd(), ...process.argv.slice(3), process.env.LDFLAGS]));`;

test('make sees no path with a space, wherever the cache lies, and nothing is left', async () => {
  const seen = JSON.parse(await compileWith(WRITES)) as string[];
  for (const path of seen.flatMap((word) => /(?:^|=|-L)(\/.*?)(?= -|$)/.exec(word)?.[1] ?? [])) {
    expect(path).not.toMatch(/\s/);
  }
  const [room = ''] = seen;
  await expect(readdir(room)).rejects.toThrow('ENOENT');
});

test('what the compiler said first of an error is the reason', async () => {
  const failing = compileWith("console.log('x.cc:1: fatal error: no such header'); process.exit(1);");
  await expect(failing).rejects.toMatchObject({
    code: 'E_SETUP_COMPILE',
    message: expect.stringContaining('no such header'),
  });
});
