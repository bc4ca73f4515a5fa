import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, jest } from '@jest/globals';
import { hpdm } from '../../../pipelines/cli/hpdm.js';

const BIN = fileURLToPath(new URL('../../../pipelines/cli/bin.js', import.meta.url));

/** A cascade that trains and samples in a second. */
export const TINY = `cascade: 1
about: As small as it goes.
patch: [4, 16, 16]
channels: 1
levels:
  - { size: [4, 16, 16], steps: 3 }
  - { size: [16, 64, 64], steps: 2, overlap: [0, 0, 0] }
network:
  block: rin
  token: [2, 8, 8]
  width: 16
  latents: 4
  latentWidth: 16
  heads: 2
  blocks: 2
  layers: 1
  levelsPerBlock: [1, 2]
`;

/** Longest wait for a command; slow tests may run beside other work. */
const PATIENCE_MS = process.env['HPDM_SLOW'] === '1' ? 1_200_000 : 120_000;

/** How a command ended. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A scratch folder with `tiny.yaml` in it, removed after the tests of the file. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hpdm-test-'));
  writeFileSync(join(folder, 'tiny.yaml'), TINY);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Flags that may be repeated. */
const REPEATED = ['--set', '--prompt', '--class'];

/** What a word of a command line sets: a flag, or the parameter of `name=value`; undefined for a value. */
const setBy = (word = ''): string | undefined =>
  REPEATED.includes(word) ? undefined : (/^--[\w-]+/.exec(word) ?? /^\w+=/.exec(word))?.[0];

/** A command line in which a later flag or parameter takes the place of an earlier one, as tests add to those that they share. */
export const lastOnes = (args: readonly string[]): string[] => {
  const isReplaced = (at: number): boolean => {
    const set = setBy(args[at]);
    return set !== undefined && args.some((word, i) => i > at && setBy(word) === set);
  };
  return args.filter((word, i) => {
    if (word === '--set') return !isReplaced(i + 1);
    return !isReplaced(i) && (word.startsWith('-') || !isReplaced(i - 1) || args[i - 1]?.includes('=') === true);
  });
};

/** Run `hpdm ARGS` in a folder, in this process: where what is said and written matters, and not how a process ends. */
export async function run(
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const before = process.cwd();
  const environment = jest.replaceProperty(process, 'env', { ...process.env, ...env });
  process.chdir(cwd);
  try {
    let status = 0;
    const spoken = await said(async () => {
      status = await hpdm(lastOnes(args));
    });
    return { status, ...spoken };
  } finally {
    process.chdir(before);
    environment.restore();
  }
}

/** What is written to standard output and error meanwhile. */
export async function said(work: () => Promise<unknown>): Promise<Omit<Ended, 'status'>> {
  const said = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    jest.spyOn(process[name], 'write').mockImplementation((chunk) => {
      said[name] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
      return true;
    }),
  );
  try {
    await work();
    return said;
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/** Run `hpdm ARGS` in a folder, in a process of its own, to its end. */
export function spawned(cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...lastOnes(args)], {
    cwd,
    encoding: 'utf8',
    timeout: PATIENCE_MS,
    env: { ...process.env, ...env },
  });
  return { status, stdout, stderr };
}

/** Start `hpdm ARGS` in a process of its own, call `then` once its output shows `sign`, and wait for the end. */
export function spawnedUntil(
  cwd: string,
  args: readonly string[],
  sign: RegExp,
  then: (child: ChildProcess) => void,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [BIN, ...lastOnes(args)], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr, seen] = ['', '', false];
    const tooLate = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    const look = (): void => {
      if (seen || !sign.test(stdout + stderr)) return;
      seen = true;
      try {
        then(child);
      } catch (error) {
        child.kill('SIGKILL');
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    };
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      look();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
      look();
    });
    child.on('error', reject);
    child.on('close', (status) => {
      clearTimeout(tooLate);
      if (seen) resolve({ status, stdout, stderr });
      else reject(new Error(`${sign.source} never appeared in:\n${stderr}`));
    });
  });
}

/** Everything in a folder, hidden entries too. */
export const entries = (folder: string): string[] => readdirSync(folder).sort();
