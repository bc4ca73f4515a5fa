import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { stream } from '../../operators/tensor/stream.js';
import { scratch, spawned } from './cli/command-line.js';

const folder = scratch();
const BIN = fileURLToPath(new URL('../../pipelines/cli/bin.js', import.meta.url));
const RUNS = 3;

const measuring = 'evaluate --checkpoint tiny --count 24 --batch 1 --real 48 --frames 2 --out';

/** The figures of an evaluation; not what it took. */
const figuresIn = (out: string): object => {
  const { seconds, ...figures } = JSON.parse(readFileSync(join(folder, out, 'evaluation.json'), 'utf8')) as {
    readonly seconds: number;
  };
  expect(seconds).toBeGreaterThan(0);
  return figures;
};

/** Run a command, and kill it after a time; how it ended. */
const killedAfter = (ms: number, args: readonly string[]): Promise<number | null> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [BIN, ...args], { cwd: folder, stdio: 'ignore' });
    const timer = setTimeout(() => child.kill('SIGKILL'), ms);
    child.on('close', (status) => {
      clearTimeout(timer);
      resolve(status);
    });
  });

test('an evaluation that is killed at random moments, again and again, has the figures of one that is let alone', async () => {
  const training = 'train --cascade tiny.yaml --steps 1 --batch 1 --preview 0 --out tiny -q';
  expect(spawned(folder, training.split(' '))).toMatchObject({ status: 0 });
  const begun = performance.now();
  expect(spawned(folder, [...measuring.split(' '), 'whole'])).toMatchObject({ status: 0 });
  const took = performance.now() - begun;
  const whole = figuresIn('whole');
  const moments = stream({ seed: 1, purpose: 'kills', item: 0 }).uniform(100);
  for (let run = 0, kill = 0; run < RUNS; run++) {
    rmSync(join(folder, 'out/cache/measured'), { recursive: true, force: true });
    let kills = 0;
    for (let status: number | null = null; status === null; kill++) {
      // later from kill to kill, because loading takes a part of the time of every run
      status = await killedAfter(took * (0.3 + 0.6 * (moments[kill] ?? 0)) + 200 * kills, [
        ...measuring.split(' '),
        `run-${run}`,
      ]);
      if (status === null) kills++;
      else expect(status).toBe(0);
    }
    expect(kills).toBeGreaterThan(0);
    expect(figuresIn(`run-${run}`)).toEqual(whole);
  }
}, 1_200_000);
