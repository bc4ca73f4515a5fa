import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { entries, run, scratch } from '../cli/command-line.js';
import { Gang } from './gang.js';

const folder = scratch();
const sample = (out: string, ...more: string[]): string[] => [
  ...['sample', '--checkpoint', 'model', '--seed', '5', '--scale', '1', '--steps', '6,40', '--events', '-'],
  ...['--out', out, ...more],
];
const of = (out: string): Record<string, Buffer> =>
  Object.fromEntries(['mp4', 'png', 'json'].map((end) => [end, readFileSync(join(folder, `${out}.${end}`))]));

beforeAll(async () => {
  const train = 'train --cascade tiny.yaml --batch 1 --steps 1 --out model --set preview=0 -q';
  expect(await run(folder, train.split(' '))).toMatchObject({ status: 0 });
  expect(await new Gang(folder, sample('whole.mp4')).ended).toBe(0);
});

test.each([
  [0, 'SIGKILL', /member 0 of 2 was ended by SIGKILL/],
  [0, 'SIGSTOP', /member 0 of 2 did not answer for 5 s, and was ended/],
  [1, 'SIGKILL', /member 1 of 2 was ended by SIGKILL/],
  [1, 'SIGSTOP', /member 1 of 2 did not answer for 5 s, and was ended/],
] satisfies [number, NodeJS.Signals, RegExp][])(
  'member %i of one video is lost by %s: said in three heartbeats, no file has a final name, and --resume ends in the same bytes',
  async (rank, signal, what) => {
    const out = `${signal}-${rank}`;
    const gang = new Gang(folder, sample(`${out}.mp4`, '--members', '2'));
    await gang.says(/"level.1.solve","done":9,/);
    await gang.signalled(rank, signal, what);
    expect(await gang.ended).toBe(3);
    expect(gang.said).toMatch(/--resume/);
    expect(gang.said).not.toMatch(/\n {4}at |begin again/);
    expect(entries(folder).filter((name) => name.startsWith(out))).toEqual([]);
    expect(await new Gang(folder, sample(`${out}.mp4`, '--members', '2', '--resume')).ended).toBe(0);
    expect(of(out)).toEqual(of('whole'));
  },
);
