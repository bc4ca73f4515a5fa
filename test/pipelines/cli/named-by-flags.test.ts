import { Command } from 'commander';
import { expect, test } from '@jest/globals';
import { HpdmError, type Fault } from '../../../dsl/index.js';
import { namedByFlags } from '../../../pipelines/cli/named-by-flags.js';
import { setOption } from '../../../pipelines/cli/run-flags.js';

const place = { file: 'train-data.yaml', line: 11 };

/** What is said of faults after a command line. */
async function said(words: readonly string[], ...faults: readonly Fault[]): Promise<string> {
  const command = new Command('train').option('--fps <n>').option('--init-from <path>').option('--cache-limit <size>');
  command.option('--short <what>').option('--take <frames>').addOption(setOption()).parse(words, { from: 'user' });
  const failing = (): Promise<never> => Promise.reject(new HpdmError(faults));
  return namedByFlags(command, { initFrom: 'start' }, failing).catch((error: unknown) => (error as Error).message);
}

test('a fault of a parameter that a flag set names the flag', async () => {
  const fault = { code: 'E_PARAM_TYPE', place, path: 'params.fps', got: '500', try: '--set fps=240' } as const;
  expect(await said(['--fps', '500'], fault)).toBe('--fps  E_PARAM_TYPE\n  got       500\n  try       --fps 240');
  expect(await said(['--set', 'fps=500'], fault)).toMatch(/params\.fps[^]*--set fps=240/);
  expect(await said(['--fps', '5', '--set', 'fps=500'], fault)).toMatch(/params\.fps[^]*--set fps=240/);
  const start = { ...fault, path: 'params.start', try: '--set start=a' };
  expect(await said(['--init-from', 'b'], start)).toMatch(/^--init-from [^]*try +--init-from a$/);
});

test('so does one of a setting, once for all nodes that have it', async () => {
  const fault = { code: 'E_SETTING_TYPE', place, got: '"x"', try: 'cacheLimit: 20GiB' } as const;
  const both = ['pyramid', 'heldPatches'].map((node) => ({ ...fault, path: `nodes.${node}.with.cacheLimit` }));
  expect(await said(['--cache-limit', 'x'], ...both)).toBe(
    '--cache-limit  E_SETTING_TYPE\n  got       "x"\n  try       --cache-limit 20GiB',
  );
});

test('so does one of a setting of another name than the parameter', async () => {
  const command = new Command().option('--from <file>').parse(['--from', 'x.mp4'], { from: 'user' });
  const fault = { code: 'E_NOT_VIDEO', path: 'nodes.clip.with.path', got: 'x.mp4' } as const;
  const failing = (): Promise<never> => Promise.reject(new HpdmError(fault));
  await expect(namedByFlags(command, { from: 'in' }, failing, { 'nodes.clip.with.path': 'in' })).rejects.toThrow(
    /^--from {2}E_NOT_VIDEO/,
  );
});

test('advice about clips is in flags, and other faults stay as they are', async () => {
  const advice = 'short: hold, short: loop, take: whole, a greater fps, or a cascade with fewer frames';
  expect(await said([], { code: 'E_CLIPS', path: 'nodes.pyramid', try: advice })).toMatch(
    /--short hold, --short loop, --take whole, a greater --fps, or a cascade/,
  );
  const cascade = { code: 'E_CASCADE', path: 'levels[0].fps', try: 'fps: 3' } as const;
  expect(await said(['--fps', '5'], cascade)).toMatch(/^levels\[0\]\.fps [^]*try +fps: 3$/);
});

test('what else fails, fails as it does', async () => {
  await expect(namedByFlags(new Command(), {}, () => Promise.reject(new TypeError('x')))).rejects.toThrow(TypeError);
});
