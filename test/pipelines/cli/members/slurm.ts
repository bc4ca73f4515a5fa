import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { freePorts } from '../../../../pipelines/cli/members/free-ports.js';

const PROGRAMS = ['mungekey', 'munged', 'slurmctld', 'slurmd', 'sbatch'];
const PATIENCE_MS = 60_000;
const missing = PROGRAMS.filter((name) => spawnSync('sh', ['-c', `command -v ${name}`]).status !== 0);

/** Tests with a real Slurm; they are skipped, and say why, where there is none. */
export function onSlurm(name: string, tests: () => void): void {
  if (missing.length === 0) describe(name, tests);
  else {
    const why = `no ${missing.join(', ')}: apt-get install --no-install-recommends slurm-wlm munge`;
    describe.skip(`${name} (${why})`, tests);
  }
}

/** A Slurm of one node, this machine, on ports of its own: its daemons run while the tests of a file do. */
export class Slurm {
  readonly #folder = mkdtempSync(join(tmpdir(), 'hpdm-test-slurm-'));
  readonly #daemons: ChildProcess[] = [];

  constructor() {
    beforeAll(() => this.#start(), PATIENCE_MS);
    afterAll(() => {
      for (const daemon of this.#daemons.reverse()) daemon.kill('SIGKILL');
      rmSync(this.#folder, { recursive: true, force: true });
    });
  }

  async #start(): Promise<void> {
    const file = (name: string): string => join(this.#folder, name);
    for (const name of ['munge', 'state', 'spool']) mkdirSync(file(name));
    execFileSync('mungekey', ['--create', `--keyfile=${file('munge/key')}`]);
    const munge = ['key-file', 'socket', 'pid-file', 'seed-file', 'log-file'].map(
      (name) => `--${name}=${file(`munge/${name.split('-')[0]}`)}`,
    );
    const [control = 0, node = 0] = await freePorts(2);
    writeFileSync(file('slurm.conf'), this.#configuration(control, node));
    this.#spawn('munged', '--force', '--foreground', ...munge);
    await this.#answers('munge', '--no-input', `--socket=${file('munge/socket')}`);
    this.#spawn('slurmctld', '-D', '-c');
    await this.#answers('scontrol', 'ping');
    this.#spawn('slurmd', '-D', '-N', 'localhost');
    await this.#answers('sh', '-c', 'sinfo --noheader --format=%T | grep -q idle');
  }

  #configuration(control: number, node: number): string {
    const { username } = userInfo();
    const lines = {
      ...{ ClusterName: 'test', SlurmctldHost: `${hostname()}(127.0.0.1)`, SlurmctldPort: control },
      ...{ SlurmUser: username, SlurmdUser: username },
      ...{ AuthType: 'auth/munge', CredType: 'cred/munge', AuthInfo: `socket=${join(this.#folder, 'munge/socket')}` },
      ...{ StateSaveLocation: join(this.#folder, 'state'), SlurmdSpoolDir: join(this.#folder, 'spool') },
      ...{ SlurmctldPidFile: join(this.#folder, 'control.pid'), SlurmdPidFile: join(this.#folder, 'node.pid') },
      ...{ ProctrackType: 'proctrack/linuxproc', TaskPlugin: 'task/none', SlurmdParameters: 'config_overrides' },
      ...{ SelectType: 'select/cons_tres', SelectTypeParameters: 'CR_Core', MpiDefault: 'none', KillWait: 5 },
      NodeName: `localhost NodeHostname=${hostname()} NodeAddr=127.0.0.1 Port=${node} CPUs=4`,
      PartitionName: 'all Nodes=localhost Default=YES State=UP',
    };
    return Object.entries(lines)
      .map(([key, value]) => `${key}=${value}\n`)
      .join('');
  }

  get #environment(): NodeJS.ProcessEnv {
    return { ...process.env, SLURM_CONF: join(this.#folder, 'slurm.conf') };
  }

  #spawn(program: string, ...args: readonly string[]): void {
    this.#daemons.push(spawn(program, args, { stdio: 'ignore', env: this.#environment }));
  }

  /** Wait until a command succeeds. */
  async #answers(program: string, ...args: readonly string[]): Promise<void> {
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end;) {
      if (spawnSync(program, args, { env: this.#environment }).status === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`${program} ${args.join(' ')}: nothing answers`);
  }

  /**
   * Give a script to `sbatch`, and wait for the end of its job.
   *
   * @param env  variables of the job
   * @param flags  of sbatch, before those in the script
   * @param cwd  working directory of the job
   */
  job(
    script: string,
    flags: readonly string[],
    env: NodeJS.ProcessEnv,
    cwd: string,
  ): Promise<{ code: number | null; said: string }> {
    const file = join(this.#folder, 'script');
    writeFileSync(file, script);
    const output = join(this.#folder, 'output');
    const args = ['--wait', '--open-mode=truncate', `--output=${output}`, ...flags, file];
    const child = spawn('sbatch', args, { cwd, stdio: 'ignore', env: { ...this.#environment, ...env } });
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve({ code, said: readFileSync(output, 'utf8') }));
    });
  }
}
