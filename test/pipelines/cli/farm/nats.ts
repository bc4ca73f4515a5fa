import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe } from '@jest/globals';
import { Queue } from '../../../../pipelines/cli/farm/queue.js';
import { freePorts } from '../../../../pipelines/cli/members/free-ports.js';

/** Whether this machine has a server. */
export const hasNats = spawnSync('nats-server', ['--version']).status === 0;

/** Tests with a real server; they are skipped, and say why, where there is none. */
export function onNats(name: string, tests: () => void): void {
  if (hasNats) describe(name, tests);
  else describe.skip(`${name} (no nats-server: apt-get install --no-install-recommends nats-server)`, tests);
}

/** A NATS server with JetStream on a port of its own, on loopback. */
export class Nats {
  readonly url: string;
  readonly port: number;
  readonly #within: readonly string[];
  readonly #flags: readonly string[];
  readonly #store = mkdtempSync(join(tmpdir(), 'hpdm-test-nats-'));
  #child: ChildProcess | undefined;

  private constructor(port: number, within: readonly string[], flags: readonly string[]) {
    this.port = port;
    this.#within = within;
    this.#flags = flags;
    this.url = `nats://127.0.0.1:${port}`;
    afterAll(async () => {
      await this.kill();
      rmSync(this.#store, { recursive: true, force: true });
    });
  }

  /**
   * Make one, to be started; call it outside of tests.
   *
   * @param within the words of a command that runs another one somewhere
   * @param flags more of its own flags
   */
  static async make(within: readonly string[] = [], flags: readonly string[] = []): Promise<Nats> {
    const [port = 0] = await freePorts(1);
    return new Nats(port, within, flags);
  }

  /** Start it with what it has stored, and wait until it answers. */
  start(): Promise<void> {
    const args = ['--jetstream', '--store_dir', this.#store, '--addr', '127.0.0.1', '--port', String(this.port)];
    args.push(...this.#flags);
    const [program = '', ...words] = [...this.#within, 'nats-server', ...args];
    const child = (this.#child = spawn(program, words, { stdio: ['ignore', 'ignore', 'pipe'] }));
    return new Promise((ready, failed) => {
      let said = '';
      child.on('close', () => failed(new Error(said)));
      child.stderr.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes('Server is ready')) ready();
      });
    });
  }

  /** End it with SIGKILL. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null) return;
    await new Promise((ended) => child.once('close', ended).kill('SIGKILL'));
  }

  /** Forget everything; while it does not run. */
  wipe(): void {
    rmSync(this.#store, { recursive: true, force: true });
  }

  /** Connect to it. */
  queue(leaseMs = 1500): Promise<Queue> {
    return Queue.open({ url: this.url, leaseMs });
  }
}
