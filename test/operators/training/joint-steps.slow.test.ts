import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { asMembers } from '../../members.js';
import { scratch } from '../../pipelines/cli/command-line.js';
import { compiledUrl } from '../../program.js';

const folder = scratch();

/** A training by members, and the memory that each may take. */
interface Given {
  readonly out: string;
  readonly memory: number;
  readonly first?: number;
  readonly values?: Readonly<Record<string, unknown>>;
}

const [LITTLE, MUCH] = [1, 2 ** 50];
const SIZES = { cascade: join(folder, 'tiny.yaml'), batch: 6, steps: 6, warmup: 2, every: 2, keep: 9, preview: 0 };

/** Run trainings one after the other in a gang; what the leader says of each. */
async function trained(members: number, runs: readonly Given[]): Promise<string[][]> {
  const [load, run] = await Promise.all(['load', 'run'].map((name) => compiledUrl(`pipelines/api/${name}.ts`)));
  const ends = await asMembers(
    members,
    `import { load } from '${load}';
    import { open } from '${run}';
    const share = { index: gang.rank, of: gang.addresses.length };
    const all = [];
    for (const { out, memory, first = 0, values = {} } of ${JSON.stringify(runs)}) {
      const given = { ...${JSON.stringify(SIZES)}, ...values, out: '${folder}/' + out };
      const graph = await load('train', given, [], { usual: memory }, share);
      const before = tf.memory().numTensors;
      const notes = [];
      const onEvent = ({ type, message }) => (type === 'note' || type === 'warning') && notes.push(message);
      await (await open(graph, { gang, first, onEvent })).finished;
      if (tf.memory().numTensors !== before) throw new Error(\`\${tf.memory().numTensors - before} tensors are left\`);
      all.push(notes);
    }
    console.log(JSON.stringify(all));
    peers.leave();`,
  );
  for (const { status, stderr } of ends) expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(ends[0]?.stdout ?? '[]') as string[][];
}

/** Expect the same bytes of two checkpoints. */
function expectSame(run: string, other: string, step: number): void {
  for (const file of ['model.safetensors', 'train.safetensors']) {
    const [a, b] = [run, other].map((out) => readFileSync(join(folder, out, `step-000000${step}`, file)));
    expect(a?.equals(b ?? Buffer.alloc(0))).toBe(true);
  }
}

/** Ways of training that touch what is divided; with the previews, the leader needs the average. */
const WAYS: Readonly<Record<string, Record<string, unknown>>> = {
  adamw: { preview: 3 },
  lamb: { optimiser: 'lamb', accumulate: 2 },
};

test.each([2, 3])(
  '%i members that divide moments and average write the same checkpoints, bit for bit',
  async (members) => {
    const runs = Object.entries(WAYS).flatMap(([way, values]): Given[] => [
      { out: `${way}-${members}`, memory: MUCH, values },
      { out: `${way}-${members}-divided`, memory: LITTLE, values },
    ]);
    const notes = await trained(members, runs);
    const said = /^\d members divide the moments and the average of the weights, .* GiB each/;
    expect(notes.map((all) => all.some((note) => said.test(note)))).toEqual([false, true, false, true]);
    for (const way of Object.keys(WAYS)) {
      for (const step of [2, 4, 6]) expectSame(`${way}-${members}-divided`, `${way}-${members}`, step);
    }
    expect(existsSync(join(folder, `adamw-${members}-divided`, 'previews', 'step-0000003.mp4'))).toBe(true);
  },
);

test('a run goes on from the checkpoint of a divided one and the other way round, with other members too, bit for bit', async () => {
  const [before, after] = [{ left: 3, every: 9 }, { every: 9 }];
  const begun = await trained(2, [
    { out: 'first', memory: LITTLE, values: before },
    { out: 'then', memory: MUCH, values: before },
    { out: 'whole', memory: MUCH, values: after },
  ]);
  expect(begun).toHaveLength(3);
  for (const out of ['more', 'more-divided']) cpSync(join(folder, 'first'), join(folder, out), { recursive: true });
  await trained(2, [
    { out: 'first', memory: MUCH, first: 3, values: after },
    { out: 'then', memory: LITTLE, first: 3, values: after },
  ]);
  for (const out of ['first', 'then']) expectSame(out, 'whole', 6);
  await trained(3, [
    { out: 'more', memory: MUCH, first: 3, values: after },
    { out: 'more-divided', memory: LITTLE, first: 3, values: after },
  ]);
  expectSame('more-divided', 'more', 6);
});
