import { spawn } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { readMetrics } from '../../../../operators/training/metrics-log.js';
import { type Ended, scratch, spawnedUntil } from '../command-line.js';

const BIN = fileURLToPath(new URL('../../../../pipelines/cli/bin.js', import.meta.url));
const folder = scratch();
const train = (out: string, ...more: string[]): string[] => [
  ...['train', '--cascade', 'tiny.yaml', '--batch', '8', '--steps', '6', '--every', '2', '--preview', '0', '--out'],
  ...[out, ...more],
];
const losses = (out: string): number[] => readMetrics(join(folder, out)).map((row) => row['loss'] ?? NaN);

let steps = 0;

/** Run a command per task, as a step of `srun` on this machine does. */
function srun(...commands: (readonly string[])[]): Promise<Ended[]> {
  const step = {
    SLURM_JOB_ID: `${process.pid}`,
    SLURM_STEP_ID: `${steps++}`,
    SLURM_STEP_NUM_TASKS: `${commands.length}`,
    SLURM_STEP_NODELIST: 'localhost',
    SLURM_STEP_TASKS_PER_NODE: `${commands.length}`,
    TF_CPP_MIN_LOG_LEVEL: '3',
  };
  const task = (args: readonly string[], rank: number): Promise<Ended> =>
    new Promise((resolve) => {
      const env = { ...process.env, ...step, SLURM_PROCID: `${rank}` };
      const child = spawn(process.execPath, [BIN, ...args], { cwd: folder, env });
      let [stdout, stderr] = ['', ''];
      child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
      child.on('close', (status) => resolve({ status, stdout, stderr }));
    });
  return Promise.all(commands.map(task));
}

test('tasks of Slurm train together, and go on where only the leader has the checkpoints', async () => {
  const whole = await srun(train('whole'), train('nowhere'));
  expect(whole.map(({ status }) => status)).toEqual([0, 0]);
  expect(existsSync(join(folder, 'nowhere'))).toBe(false);
  const part = await srun(train('part', '--set', 'left=3'), train('nowhere', '--set', 'left=3'));
  expect(part.map(({ status }) => status)).toEqual([0, 0]);
  const rest = await srun(train('part', '--resume'), train('nowhere', '--resume'));
  expect(rest.map(({ status }) => status)).toEqual([0, 0]);
  expect(losses('part')).toEqual(losses('whole'));
});

test('members of another seed are refused when they join, by all, with the difference', async () => {
  const ends = await srun(train('other', '--seed', '1'), train('other', '--seed', '2'));
  for (const { status, stderr } of ends) {
    expect(status).toBe(2);
    expect(stderr).toMatch(/member 1 does not do what the leader does: seed\n.*expected +1\n.*got +2/);
  }
});

test('Ctrl-C stops all members after the same step, and the rest is that of an undisturbed run', async () => {
  const args = train('stopped', '--members', '2', '--events', '-');
  const { status, stderr } = await spawnedUntil(folder, args, /"wrote".*step-0000002/, (child) => child.kill('SIGINT'));
  expect(status).toBe(130);
  expect(stderr).toMatch(/stopped; --resume goes on/);
  const done = losses('stopped').length;
  expect(done).toBeGreaterThanOrEqual(2);
  cpSync(join(folder, 'stopped'), join(folder, 'again'), { recursive: true });
  const rest = await srun(train('again', '--resume'), train('nowhere', '--resume'));
  expect(rest.map(({ status }) => status)).toEqual([0, 0]);
  expect(losses('again')).toEqual(losses('whole'));
});
