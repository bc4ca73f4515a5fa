import { spawn } from 'node:child_process';
import { freePorts } from '../pipelines/cli/members/free-ports.js';
import { compiledUrl, type Ended } from './program.js';

/** How long the members of a test may take. */
const PATIENCE_MS = 120_000;

/** What the environment of a member says. */
export const tfConfig = (addresses: readonly string[], index: number): string =>
  JSON.stringify({ cluster: { worker: addresses }, task: { type: 'worker', index } });

/**
 * Run the text of a module in `count` processes that are members of one gang, to their ends. The module finds `gang`, `peers` and `tf`, and
 * what it prints last belongs on one line.
 */
export async function asMembers(count: number, text: string): Promise<Ended[]> {
  const addresses = (await freePorts(count)).map((port) => `127.0.0.1:${port}`);
  const [join, read, tensors] = await Promise.all(
    ['join-gang.ts', 'read-gang.ts', '../tf.js'].map((name) => compiledUrl(`operators/tensor/members/${name}`)),
  );
  const whole = `
    import { joinGang } from '${join}';
    import { readGang } from '${read}';
    import { tf } from '${tensors}';
    const gang = readGang(process.env);
    const peers = await joinGang(gang, { joinMs: 60_000, heartbeatMs: 3_000 });
    ${text}`;
  return Promise.all(addresses.map((_, rank) => member(whole, tfConfig(addresses, rank))));
}

/** Run a module as one member. */
export function member(text: string, TF_CONFIG: string): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, TF_CONFIG, TF_CPP_MIN_LOG_LEVEL: '3' };
    const child = spawn(process.execPath, ['--input-type=module', '--eval', text], { env });
    let [stdout, stderr] = ['', ''];
    const tooLate = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', reject);
    child.on('close', (status) => {
      clearTimeout(tooLate);
      resolve({ status, stdout, stderr });
    });
  });
}
