import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { entries } from '../command-line.js';

const BIN = fileURLToPath(new URL('../../../../pipelines/cli/bin.js', import.meta.url));

/** A process of `hpdm farm` that runs beside a test, with a lease of 3 s. */
export class FarmProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  #said = '';

  /**
   * @param folder where it runs
   * @param args the words after `hpdm farm`
   * @param within the words of a command that runs another one somewhere
   */
  constructor(folder: string, args: readonly string[], within: readonly string[] = []) {
    const [program = '', ...words] = [...within, process.execPath, BIN, 'farm', ...args];
    const env = { ...process.env, HPDM_FARM_LEASE: '3' };
    this.child = spawn(program, words, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], env });
    this.child.stderr?.on('data', (chunk: Buffer) => (this.#said += chunk.toString()));
    this.ended = new Promise((end) => this.child.once('close', end));
  }

  /** What it has written to standard error. */
  get said(): string {
    return this.#said;
  }
}

/** The files in a folder by name, without the sheet, which farms do not make, and without those of the given names. */
export function videosIn(folder: string, leftOut?: RegExp): Record<string, Buffer> {
  const names = entries(folder).filter((name) => !name.endsWith('.png') && leftOut?.test(name) !== true);
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name))]));
}
