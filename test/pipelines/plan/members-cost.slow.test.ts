import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { load } from '../../../pipelines/api/load.js';
import { planOf } from '../../../pipelines/plan/plan.js';
import { tfConfig } from '../../members.js';
import { compiledUrl } from '../../program.js';
import { builtIn } from '../../../pipelines/built-in.js';
import { scratch } from '../cli/command-line.js';

const folder = scratch();
const CASCADE = builtIn('cascades/mnist-small.yaml');

/** A training, and the memory that a member may take. */
interface Given {
  readonly steps: number;
  readonly memory: number;
}

const valuesOf = (members: number, steps: number) => ({
  ...{ cascade: CASCADE, batch: members, steps, every: 99, minutes: 0, preview: 0, overwrite: true },
  out: join(folder, 'out'),
});

/**
 * Bytes that members send in each of some trainings, all together and with the headers of packets: what goes through the loopback of a network
 * namespace in which nobody else is. Undefined where this machine has none (`unshare` of util-linux and `ip` of iproute2).
 */
async function sent(members: number, runs: readonly Given[]): Promise<number[] | undefined> {
  const url = (module: string): Promise<string> => compiledUrl(module);
  const text = `
    import { readFileSync } from 'node:fs';
    import { joinGang } from '${await url('operators/tensor/members/join-gang.ts')}';
    import { readGang } from '${await url('operators/tensor/members/read-gang.ts')}';
    import { load } from '${await url('pipelines/api/load.ts')}';
    import { open } from '${await url('pipelines/api/run.ts')}';
    const gang = readGang(process.env);
    const peers = await joinGang(gang, { joinMs: 60_000, heartbeatMs: 10_000 });
    const share = { index: gang.rank, of: ${members} };
    const count = () => Number(/lo:(.*)/.exec(readFileSync('/proc/net/dev', 'utf8'))[1].trim().split(/ +/)[8]);
    const counts = [];
    for (const [values, memory] of ${JSON.stringify(runs.map(({ steps, memory }) => [valuesOf(members, steps), memory]))}) {
      const before = count();
      const graph = await load('train', values, [], { usual: memory }, share);
      await (await open(graph, { gang })).finished;
      await peers.texts('');
      counts.push(count() - before);
    }
    if (gang.rank === 0) console.log(JSON.stringify(counts));
    peers.leave();`;
  const addresses = Array.from({ length: members }, (_, rank) => `127.0.0.1:${2000 + rank}`);
  const starts = addresses.map(
    (_, rank) => `TF_CONFIG='${tfConfig(addresses, rank)}' "$NODE" --input-type=module --eval "$TEXT" &`,
  );
  const script = ['ip link set lo up || exit 9', ...starts, 'wait'].join('\n');
  const env = {
    ...process.env,
    NODE: process.execPath,
    TEXT: text,
    TF_CPP_MIN_LOG_LEVEL: '3',
    TF_NUM_INTRAOP_THREADS: '1',
  };
  const { status, stdout, stderr, error } = spawnSync('unshare', ['-rn', 'sh', '-c', script], {
    encoding: 'utf8',
    env,
  });
  if (status === 9 || error !== undefined || stderr.includes('unshare')) return undefined;
  expect(stderr).toBe('');
  return JSON.parse(stdout) as number[];
}

test.each([2, 4])('%i members send what the plan says within 10 %', async (members) => {
  const [few, many] = [2, 6];
  const memories = [2 ** 50, 1];
  const runs = memories.flatMap((memory) => [few, many].map((steps) => ({ steps, memory })));
  const counts = await sent(members, runs);
  if (counts === undefined) {
    process.stderr.write('skipped: no network namespaces here\n');
    return;
  }
  for (const [i, memory] of memories.entries()) {
    const [less = NaN, more = NaN] = counts.slice(2 * i);
    const measured = (more - less) / (many - few) / members;
    const share = { index: 0, of: members };
    const planned = planOf(await load('train', valuesOf(members, 1), [], { usual: memory }, share)).sentPerStep ?? NaN;
    const [name, ratio] = [i === 0 ? 'undivided' : 'divided', measured / planned];
    process.stderr.write(
      `${members} members, ${name}: planned ${planned} B, measured ${Math.round(measured)} B (${ratio.toFixed(3)})\n`,
    );
    expect(Math.abs(ratio - 1)).toBeLessThan(0.1);
  }
});
