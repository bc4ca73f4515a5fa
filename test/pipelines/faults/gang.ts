import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from '@jest/globals';
import { latestCheckpoint } from '../../../operators/training/checkpoints.js';
import { membersOf } from '../cli/members/members-of.js';

const BIN = fileURLToPath(new URL('../../../pipelines/cli/bin.js', import.meta.url));

/** Seconds without a sign of life after which a member of these tests is lost. */
export const HEARTBEAT = 5;

/** A training of two members of `tiny.yaml`, unless another cascade is named, with flags besides those that all have. */
export const training = (out: string, more: readonly string[], cascade = 'tiny.yaml'): string[] => [
  ...['train', '--cascade', cascade, '--batch', '8', '--preview', '0', '--members', '2', '--events', '-'],
  ...['--out', out, ...more],
];

/** A command of several members, which a test disturbs. */
export class Gang {
  readonly launcher: ChildProcess;
  readonly ended: Promise<number | null>;
  readonly #watchers = new Set<() => void>();
  #said = '';

  /**
   * @param folder a scratch folder
   * @param args the words after `hpdm`
   * @param within the words of a command that runs another one somewhere
   */
  constructor(folder: string, args: readonly string[], within: readonly string[] = []) {
    const [program = '', ...words] = [...within, process.execPath, BIN, ...args];
    const env = { ...process.env, HPDM_MEMBERS_HEARTBEAT: `${HEARTBEAT}`, TF_CPP_MIN_LOG_LEVEL: '3' };
    this.launcher = spawn(program, words, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.launcher.stdout, this.launcher.stderr])
      stream?.on('data', (chunk: Buffer) => {
        this.#said += chunk.toString();
        for (const look of [...this.#watchers]) look();
      });
    this.ended = new Promise((resolve) => this.launcher.on('close', resolve));
  }

  /** The processes of its members now, in the order of their numbers. */
  get members(): number[] {
    return membersOf(this.launcher);
  }

  /** Everything that it has written. */
  get said(): string {
    return this.#said;
  }

  /** Wait until it writes something from now on. */
  says(what: RegExp): Promise<void> {
    const from = this.#said.length;
    return new Promise((resolve, reject) => {
      const look = (): void => {
        if (!what.test(this.#said.slice(from))) return;
        this.#watchers.delete(look);
        resolve();
      };
      this.#watchers.add(look);
      void this.ended.then(() => reject(new Error(`${what.source} never appeared in:\n${this.#said}`)));
    });
  }

  /** Wait until a step is made. */
  steps = (): Promise<void> => this.says(/"node":"step","done":/);

  /** Signal a member, and wait until it is said what then happens: in less than three heartbeats. */
  async signalled(rank: number, signal: NodeJS.Signals, what = /all begin again/): Promise<void> {
    const from = this.#said.length;
    const again = this.says(what);
    const start = performance.now();
    process.kill(this.members[rank] ?? 0, signal);
    await again;
    const seconds = (performance.now() - start) / 1000;
    process.stderr.write(`${signal} of member ${rank}: said after ${seconds.toFixed(1)} s\n`);
    expect(seconds).toBeLessThan(3 * HEARTBEAT);
    // whoever is lost is named, and not whoever noticed it
    const how = signal === 'SIGKILL' ? 'was ended by SIGKILL' : `did not answer for ${HEARTBEAT} s`;
    expect(this.#said.slice(from)).toContain(`member ${rank} of 2 ${how}`);
  }
}

/** The numbers of the last checkpoint of a training: SHA-256 of its files. */
export function lastOf(folder: string, out: string): Record<string, string> {
  const checkpoint = latestCheckpoint(join(folder, out));
  const files = ['model.safetensors', 'train.safetensors'].map((file) => join(checkpoint, file));
  const hashOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');
  return Object.fromEntries(files.map((file) => [file.replace(`/${out}/`, '/'), hashOf(file)]));
}

/** What is left of unfinished files in the folder of a training. */
export const unfinished = (folder: string, out: string): string[] =>
  readdirSync(join(folder, out), { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.part-|\.replaced/.test(name),
  );
