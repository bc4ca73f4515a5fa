import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { readSafetensors } from '../../../../operators/disk/safetensors.js';
import { readMetrics } from '../../../../operators/training/metrics-log.js';
import { scratch, spawned } from '../command-line.js';
import { membersOf } from './members-of.js';

const BIN = fileURLToPath(new URL('../../../../pipelines/cli/bin.js', import.meta.url));
const folder = scratch();
const STEPS = 60;
const HEARTBEAT = 3;

/** A training of two members. */
function started(out: string): {
  readonly launcher: ChildProcess;
  readonly ended: Promise<{ code: number | null; said: string }>;
} {
  const args = [
    'train',
    '--cascade',
    'tiny.yaml',
    '--batch',
    '8',
    '--steps',
    `${STEPS}`,
    '--every',
    '5',
    '--preview',
    '0',
  ];
  const env = { ...process.env, HPDM_MEMBERS_HEARTBEAT: `${HEARTBEAT}`, TF_CPP_MIN_LOG_LEVEL: '3' };
  const launcher = spawn(process.execPath, [BIN, ...args, '--out', out, '--members', '2'], { cwd: folder, env });
  let said = '';
  launcher.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = new Promise<{ code: number | null; said: string }>((resolve) => {
    launcher.on('close', (code) => resolve({ code, said }));
  });
  return { launcher, ended };
}

/** Resolves when a condition holds. */
const until = (holds: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    const timer = setInterval(() => {
      if (!holds()) return;
      clearInterval(timer);
      resolve();
    }, 20);
  });

const weights = (out: string, file: string): Buffer =>
  readFileSync(join(folder, out, `step-${String(STEPS).padStart(7, '0')}`, file));

/** Whether an element is a bias of attention's keys: its true gradient is 0, and AdamW makes steps of its rounding, which change no output. */
const isKeyBias = (name: string, place: number): boolean =>
  name.endsWith('.queryKeyValue.bias')
    ? place >= 1 / 3 && place < 2 / 3
    : name.endsWith('.keyValue.bias') && place < 1 / 2;

/** The relative difference of the weights of two trainings of 20 steps, all in one vector. */
async function weightDifference(out: string, other: string): Promise<number> {
  const [found, expected] = await Promise.all(
    [out, other].map((run) => readSafetensors(join(folder, run, 'step-0000020', 'model.safetensors'))),
  );
  let [difference, size] = [0, 0];
  for (const [name, { data }] of Object.entries(expected?.tensors ?? {})) {
    const theirs = found?.tensors[name]?.data ?? [];
    for (const [i, value] of Array.from(data, Number).entries()) {
      if (isKeyBias(name, i / data.length)) continue;
      difference += (value - Number(theirs[i])) ** 2;
      size += value ** 2;
    }
  }
  return Math.sqrt(difference / size);
}

test('a member or the leader that is killed or hangs: all begin again, and the bytes are those of the undisturbed run', async () => {
  expect((await started('whole').ended).code).toBe(0);
  for (const signal of ['SIGKILL', 'SIGSTOP'] as const) {
    for (const rank of [1, 0]) {
      const out = `${signal}-${rank}`;
      const { launcher, ended } = started(out);
      await until(() => existsSync(join(folder, out, 'step-0000005')));
      process.kill(membersOf(launcher)[rank] ?? 0, signal);
      const { code, said } = await ended;
      expect(said).toMatch(/all begin again from the last checkpoint \(1 of 3\)/);
      expect(code).toBe(0);
      for (const file of ['model.safetensors', 'train.safetensors']) {
        expect(weights(out, file).equals(weights('whole', file))).toBe(true);
      }
    }
  }
});

test('1 × 16, 2 × 8 and 4 × 4 clips, two batches per step, are the same training', async () => {
  const args = [
    'train',
    '--cascade',
    'tiny.yaml',
    '--batch',
    '16',
    '--accumulate',
    '2',
    '--steps',
    '20',
    '--preview',
    '0',
  ];
  for (const members of [1, 2, 4]) {
    const { status } = spawned(folder, [...args, '--members', `${members}`, '--out', `m${members}`]);
    expect(status).toBe(0);
  }
  const losses = (members: number): number[] => readMetrics(join(folder, `m${members}`)).map(({ loss = NaN }) => loss);
  const one = losses(1);
  expect(one).toHaveLength(20);
  for (const members of [2, 4]) {
    const worst = Math.max(...losses(members).map((loss, i) => Math.abs(loss / (one[i] ?? NaN) - 1)));
    process.stderr.write(`${members} members: losses within ${worst.toExponential(1)} of those of one\n`);
    expect(worst).toBeLessThan(1e-6);
    expect(await weightDifference(`m${members}`, 'm1')).toBeLessThan(1e-6);
  }
});
