import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import { afterAll } from '@jest/globals';

/** A network namespace with a loopback of its own, in which packets can be dropped. */
export class OwnNetwork {
  readonly #holder: ChildProcess;

  private constructor(holder: ChildProcess) {
    this.#holder = holder;
    afterAll(() => void holder.kill('SIGKILL'));
  }

  /** Make one; undefined, and said, where this machine has none (`unshare` and `nsenter`, `ip`, `iptables`). Call it outside of tests. */
  static async make(): Promise<OwnNetwork | undefined> {
    const holder = spawn('unshare', ['-rn', 'sleep', 'infinity'], { stdio: 'ignore' });
    const failed = new Promise((resolve) => holder.once('error', resolve).once('close', resolve));
    const made = await Promise.race([failed.then(() => false), entered(holder.pid ?? 0).then(() => true)]);
    const network = new OwnNetwork(holder);
    const isWhole = made && spawnSync(...network.#run('sh', '-c', 'ip link set lo up && iptables -L')).status === 0;
    if (isWhole) return network;
    process.stderr.write('skipped: no network namespaces with iptables here\n');
    return undefined;
  }

  /** The words of a command that runs another one in it. */
  get within(): readonly string[] {
    return ['nsenter', '-t', String(this.#holder.pid), '-U', '-n', '--preserve-credentials'];
  }

  /** Drop all packets from and to ports. */
  cut(ports: readonly number[]): void {
    for (const port of ports)
      for (const end of ['--dport', '--sport'])
        this.#iptables('-A', 'INPUT', '-p', 'tcp', end, String(port), '-j', 'DROP');
  }

  /** Let all packets through again. */
  restore(): void {
    this.#iptables('-F', 'INPUT');
  }

  #iptables(...words: readonly string[]): void {
    const [program, args] = this.#run('iptables', ...words);
    execFileSync(program, args);
  }

  #run(...command: readonly string[]): [string, string[]] {
    const [program = '', ...args] = [...this.within, ...command];
    return [program, args];
  }
}

/** Resolves when a process is in a network of its own. */
const entered = (pid: number): Promise<void> =>
  new Promise((resolve) => {
    const timer = setInterval(() => {
      const [theirs, ours] = [String(pid), 'self'].map((process) => networkOf(process));
      if (theirs === undefined || theirs === ours) return;
      clearInterval(timer);
      resolve();
    }, 20);
    timer.unref();
  });

function networkOf(process: string): string | undefined {
  try {
    return readlinkSync(`/proc/${process}/ns/net`);
  } catch {
    return undefined; // it has ended
  }
}
