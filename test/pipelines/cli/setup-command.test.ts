import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { HpdmError } from '../../../dsl/index.js';
import { provision } from '../../../pipelines/cli/provision/provision.js';
import { describeOutcome } from '../../../pipelines/cli/setup-command.js';

test('one line says each missing part, what it costs and how to get it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hpdm-setup-'));
  // nothing on the PATH, and no host of the second route
  const env = { HPDM_CACHE: join(folder, 'cache'), PATH: '', TFJS_NODE_BASE_URI: 'http://127.0.0.1:9/' };
  const lines = describeOutcome(await provision({ gpu: false, env, packageFolder: folder }), false);
  await rm(folder, { recursive: true });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(
    /wasm, about 10 times slower: not found: Python 3, pip, a C\+\+ compiler, make.*To get it: /,
  );
});

const linked = {
  state: 'linked',
  folder: '/cache/build',
  build: { flavour: 'cpu', tensorflow: '2.21.0' },
  missed: {},
} as const;

test('what was linked is said, and with --if-needed only where something was done', () => {
  expect(describeOutcome({ ...linked, how: 'built' }, true)).toEqual([
    'hpdm setup: TensorFlow 2.21.0 (for the CPU) is built and linked (/cache/build)',
  ]);
  expect(describeOutcome({ ...linked, how: 'before' }, false)).toHaveLength(1);
  expect(describeOutcome({ ...linked, how: 'before' }, true)).toEqual([]);
});

test('that CUDA was missed is said with the reason, beside what was linked in its place', () => {
  const cuda = new HpdmError({ code: 'E_SETUP_DISK', message: 'the disk is full', try: 'make room' });
  const [missed, what] = describeOutcome({ ...linked, how: 'built', missed: { cuda } }, false);
  expect(missed).toMatch(/no TensorFlow with CUDA: the disk is full\. To get it: make room/);
  expect(what).toMatch(/for the CPU/);
});
