import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { entries, hpdm, hpdmUntil, scratch, TINY } from './command-line.js';

const folder = scratch();
const train = (out: string, steps: number, ...more: string[]): string[] => [
  'train',
  '--cascade',
  'tiny.yaml',
  '--batch',
  '2',
  '--steps',
  `${steps}`,
  '--out',
  out,
  ...more,
];

/** Weights, moments and state after a step, byte for byte. */
const checkpoint = (out: string, step: number): string[] =>
  ['model.safetensors', 'train.safetensors', 'state.json'].map((file) =>
    readFileSync(join(folder, out, `step-${`${step}`.padStart(7, '0')}`, file)).toString('base64'),
  );

describe('hpdm train', () => {
  test('leaves whole checkpoints and nothing else, and keeps the newest two', () => {
    expect(hpdm(folder, train('whole', 8, '--every', '2'))).toMatchObject({ status: 0 });
    expect(entries(join(folder, 'whole'))).toEqual(['step-0000006', 'step-0000008']);
    expect(entries(join(folder, 'whole', 'step-0000008'))).toEqual([
      'model.safetensors',
      'state.json',
      'train.safetensors',
    ]);
  });

  test('resumed from a checkpoint ends bit for bit where an unbroken run ends', () => {
    expect(hpdm(folder, train('unbroken', 6, '--every', '4')).status).toBe(0);
    expect(hpdm(folder, [...train('broken', 6, '--every', '4'), '--set', 'left=4']).status).toBe(0);
    expect(entries(join(folder, 'broken'))).toEqual(['step-0000004']);
    expect(hpdm(folder, train('broken', 6, '--every', '4', '--resume')).status).toBe(0);
    expect(checkpoint('broken', 6)).toEqual(checkpoint('unbroken', 6));
  });

  test('killed (SIGKILL) in the middle resumes from its last checkpoint, bit for bit', async () => {
    expect(hpdm(folder, train('calm', 60, '--every', '10')).status).toBe(0);
    const sign = /"node":"step","done":[2-4]\d,/;
    const { status } = await hpdmUntil(folder, train('killed', 60, '--every', '10', '--events', '-'), sign, (child) =>
      child.kill('SIGKILL'),
    );
    expect(status).toBeNull();
    expect(hpdm(folder, train('killed', 60, '--every', '10', '--resume')).status).toBe(0);
    expect(checkpoint('killed', 60)).toEqual(checkpoint('calm', 60));
    expect(entries(join(folder, 'killed')).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test('cancelled with Ctrl-C exits with 130 and can be resumed', async () => {
    const args = train('cancelled', 100_000, '--every', '5', '--events', '-');
    const { status, stderr } = await hpdmUntil(folder, args, /"done":1\d,/, (child) => child.kill('SIGINT'));
    expect(status).toBe(130);
    expect(stderr).toMatch(/cancelled/);
    expect(entries(join(folder, 'cancelled')).every((name) => /^step-\d{7}$/.test(name))).toBe(true);
  });

  test('resuming with another seed or cascade names the difference', () => {
    expect(hpdm(folder, train('first', 2)).status).toBe(0);
    const seed = hpdm(folder, train('first', 4, '--resume', '--seed', '3'));
    expect(seed).toMatchObject({ status: 2, stderr: expect.stringMatching(/E_CHECKPOINT_SEED[^]*seed 3[^]*--seed 0/) });
    writeFileSync(join(folder, 'wider.yaml'), TINY.replace('latents: 4', 'latents: 8'));
    const other = hpdm(folder, train('first', 4, '--resume', '--cascade', 'wider.yaml'));
    expect(other).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/network\.latents[^]*expected +8[^]*got +4/),
    });
  });

  test('resuming from a damaged checkpoint says so', () => {
    expect(hpdm(folder, train('damaged', 2)).status).toBe(0);
    truncateSync(join(folder, 'damaged', 'step-0000002', 'train.safetensors'), 5000);
    const { status, stderr } = hpdm(folder, train('damaged', 4, '--resume'));
    expect(status).toBe(2);
    expect(stderr).toMatch(/train\.safetensors[^]*(cut|truncated|bytes)/);
  });

  test('a folder that cannot be written is an error, and nothing is left', () => {
    writeFileSync(join(folder, 'a-file'), '');
    const { status, stderr } = hpdm(folder, train('a-file/run', 1));
    expect(status).toBe(3);
    expect(stderr).toMatch(/a-file\/run[^]*part of the path is a file[^]*try +/);
    expect(stderr).not.toMatch(/step: /); // said before the first step, not after hours
  });

  test('a value of the wrong type or an unknown name is refused before anything runs', () => {
    const wrong = hpdm(folder, train('never', 1, '--set', 'every=often'));
    expect(wrong).toMatchObject({ status: 2, stderr: expect.stringMatching(/every[^]*often/) });
    const unknown = hpdm(folder, train('never', 1, '--set', 'warmap=3'));
    expect(unknown).toMatchObject({ status: 2, stderr: expect.stringMatching(/warmap[^]*warmup/) });
    expect(entries(folder)).not.toContain('never');
  });
});
