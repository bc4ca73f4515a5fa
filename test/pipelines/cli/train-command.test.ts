import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { type Ended, entries, run, scratch, spawned, spawnedUntil, TINY } from './command-line.js';

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
  '--set',
  'best=false',
  ...more,
];

/** Weights, moments and state after a step, byte for byte, but for the time it took. */
const checkpoint = (out: string, step: number): string[] =>
  ['model.safetensors', 'train.safetensors', 'state.json'].map((file) => {
    const content = readFileSync(join(folder, out, `step-${`${step}`.padStart(7, '0')}`, file));
    return file === 'state.json' ? content.toString().replace(/"seconds": .*/, '') : content.toString('base64');
  });

/** The checkpoints of a run. */
const saved = (out: string): string[] => entries(join(folder, out)).filter((name) => name.startsWith('step-'));

/** What a process that was killed while it wrote a checkpoint leaves. */
function leaveHalf(out: string, step: number): void {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  const half = join(out, `.step-${`${step}`.padStart(7, '0')}.part-${pid}-0`);
  mkdirSync(half);
  writeFileSync(join(half, 'model.safetensors'), 'half');
}

/** A source whose every item follows from the one before. */
const WALK = `import { int, source, tf, video } from 'hpdm';
export const walk = source({
  id: 'test.walk',
  summary: 'Noise, each number from the one before',
  emits: 'many',
  in: {},
  out: { video: video('B', 'F', 'H', 'W', 1) },
  with: { until: int('items', { incidental: true }) },
  dimensions: () => ({ B: 2, F: 16, H: 64, W: 64 }),
  run: async function* (_, { until }) {
    let state = 1;
    const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 31 - 1;
    for (let item = 0; item < until; item++)
      yield { video: tf.tensor5d(Float32Array.from({ length: 2 * 16 * 64 * 64 }, next), [2, 16, 64, 64, 1]) };
  },
});`;

const OWN = `extends: ${fileURLToPath(new URL('../../../pipelines/train.yaml', import.meta.url))}
use: walk.mjs
params:
  cascade: { default: tiny.yaml }
  steps: { default: 6 }
  every: { default: 4 }
  until: { type: int }
  checkpoints: { type: path, default: own-two }
  batch: null
nodes:
  digits: null
  walk: { op: test.walk, with: { until: '\${until}' } }
  pyramid: { in: { video: walk.video } }
  step: { with: { checkpoints: '\${checkpoints}' } }
`;

describe('hpdm train', () => {
  test('leaves whole checkpoints and nothing else, and keeps the newest two', async () => {
    expect(await run(folder, train('whole', 8, '--every', '2'))).toMatchObject({ status: 0 });
    expect(entries(join(folder, 'whole')).filter((name) => !name.startsWith('events.'))).toEqual([
      ...['curves.png', 'metrics.jsonl', 'report.html', 'step-0000006', 'step-0000008'],
    ]);
    expect(entries(join(folder, 'whole', 'step-0000008'))).toEqual([
      'model.safetensors',
      'state.json',
      'train.safetensors',
    ]);
  });

  test('resumed from a checkpoint ends bit for bit where an unbroken run ends', async () => {
    expect((await run(folder, train('unbroken', 6, '--every', '4'))).status).toBe(0);
    expect((await run(folder, [...train('broken', 6, '--every', '4'), '--set', 'left=4'])).status).toBe(0);
    expect(saved('broken')).toEqual(['step-0000004']);
    expect(spawned(folder, train('broken', 6, '--every', '4', '--resume', '-q')).status).toBe(0);
    expect(checkpoint('broken', 6)).toEqual(checkpoint('unbroken', 6));
  });

  test('interrupted, it leaves whole checkpoints alone, on Ctrl-C one of its last step, and resumes bit for bit', async () => {
    expect((await run(folder, train('calm', 36, '--every', '9'))).status).toBe(0);
    for (const [signal, code] of [
      ['SIGKILL', null],
      ['SIGINT', 130],
    ] as const) {
      const args = train(signal, 36, '--every', '9');
      const sign = /"node":"step","done":(1[4-9]|2\d),/;
      const { status, stderr } = await spawnedUntil(folder, [...args, '--events', '-'], sign, (child) =>
        child.kill(signal),
      );
      expect({ signal, status, stderr }).toMatchObject({ status: code });
      const left = saved(signal);
      if (signal === 'SIGKILL') leaveHalf(join(folder, signal), 36);
      else {
        expect(entries(join(folder, signal)).filter((name) => name.startsWith('.'))).toEqual([]);
        // the step at which it was stopped, which is none of the regular ones or is the newest of them
        expect(Number(left.at(-1)?.slice(-7))).toBeGreaterThanOrEqual(14);
        expect(stderr).toMatch(/stopped after \d+ of 36 steps[^]*--resume/);
      }
      expect(await run(folder, [...args, '--resume'])).toMatchObject({ status: 0 });
      expect(checkpoint(signal, 36)).toEqual(checkpoint('calm', 36));
      expect(saved(signal)).toEqual(['step-0000027', 'step-0000036']);
    }
  });

  test('goes on when its folders are removed under its feet', async () => {
    const place = join(folder, 'removed');
    mkdirSync(place);
    writeFileSync(join(place, 'tiny.yaml'), TINY);
    const args = [...train('model', 30, '--every', '20'), '--events', '-', '-q'];
    const { status, stderr } = await spawnedUntil(place, args, /"node":"step","done":2,/, () =>
      rmSync(place, { recursive: true }),
    );
    expect({ status, stderr }).toMatchObject({ status: 0 });
    expect(entries(join(place, 'model')).filter((name) => name.startsWith('step-'))).toEqual([
      'step-0000020',
      'step-0000030',
    ]);
  });

  test('resuming with another seed, optimiser or cascade names the difference', async () => {
    expect((await run(folder, train('first', 2))).status).toBe(0);
    const seed = await run(folder, train('first', 4, '--resume', '--seed', '3'));
    expect(seed).toMatchObject({ status: 2, stderr: expect.stringMatching(/E_CHECKPOINT_SEED[^]*seed 3[^]*--seed 0/) });
    const optimiser = await run(folder, train('first', 4, '--resume', '--optimiser', 'lamb'));
    expect(optimiser).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/E_CHECKPOINT_OPTIMISER[^]*expected +lamb[^]*got +adamw[^]*--optimiser adamw/),
    });
    writeFileSync(join(folder, 'wider.yaml'), TINY.replace('latents: 4', 'latents: 8'));
    const other = await run(folder, train('first', 4, '--resume', '--cascade', 'wider.yaml'));
    expect(other).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/network\.latents[^]*expected +8[^]*got +4/),
    });
  });

  test('with LAMB, a run that stopped goes on to the same weights as one that did not', async () => {
    const lamb = ['--optimiser', 'lamb'];
    expect((await run(folder, train('whole-lamb', 4, ...lamb))).status).toBe(0);
    expect((await run(folder, train('two-lamb', 4, ...lamb, '--set', 'left=2'))).status).toBe(0);
    expect((await run(folder, train('two-lamb', 4, '--resume', ...lamb))).status).toBe(0);
    const weights = (run: string): Buffer => readFileSync(join(folder, run, 'step-0000004/model.safetensors'));
    expect(weights('two-lamb').equals(weights('whole-lamb'))).toBe(true);
  });

  test("a document of one's own, with a source that knows nothing of resuming, goes on bit for bit", async () => {
    writeFileSync(join(folder, 'walk.mjs'), WALK);
    writeFileSync(join(folder, 'own.yaml'), OWN);
    const own = (out: string, until: number, ...more: string[]): Promise<Ended> =>
      run(folder, ['run', 'own.yaml', '--set', `out=${out}`, '--set', `until=${until}`, ...more]);
    expect(await own('own-whole', 6)).toMatchObject({ status: 0 });
    expect(await own('own-two', 4)).toMatchObject({ status: 0 });
    expect(await own('own-two', 6, '--first', '4')).toMatchObject({ status: 0 });
    expect(checkpoint('own-two', 6)).toEqual(checkpoint('own-whole', 6));
    expect(await own('own-three', 3)).toMatchObject({
      status: 0,
      stderr: expect.stringContaining('the data ended: 3 of 6 steps are done'),
    });
    expect(await own('own-three', 6, '--set', 'checkpoints=own-three', '--resume')).toMatchObject({ status: 0 });
    expect(checkpoint('own-three', 6)).toEqual(checkpoint('own-whole', 6));
    expect(await own('own-two', 6, '--first', '3', '--set', 'checkpoints=own-two/step-0000004')).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/E_CHECKPOINT_STEP[^]*before item 3[^]*before item 4[^]*--first 4/),
    });
  });

  test('resuming from a damaged checkpoint says which file, and what to do', async () => {
    expect((await run(folder, train('damaged', 2))).status).toBe(0);
    const resumed = async (file: string, damage: (whole: Buffer) => Buffer): Promise<Ended> => {
      const path = join(folder, 'damaged/step-0000002', file);
      const whole = readFileSync(path);
      writeFileSync(path, damage(whole));
      const ended = await run(folder, train('damaged', 4, '--resume'));
      writeFileSync(path, whole);
      return ended;
    };
    const cut = await resumed('train.safetensors', (whole) => whole.subarray(0, 5000));
    expect(cut.stderr).toMatch(/train\.safetensors[^]*E_SAFETENSORS_SHORT[^]*try +/);
    const lying = await resumed('model.safetensors', (whole) =>
      Buffer.from(whole).fill('"I32"', whole.indexOf('"F32"'), whole.indexOf('"F32"') + 5),
    );
    expect(lying.stderr).toMatch(/E_CHECKPOINT_DAMAGED[^]*is I32[^]*not F32[^]*try +/);
    const empty = await resumed('state.json', () => Buffer.from('{}'));
    expect(empty.stderr).toMatch(/state\.json[^]*E_CHECKPOINT_DAMAGED[^]*try +/);
    expect([cut, lying, empty].map(({ status }) => status)).toEqual([2, 2, 2]);
    expect(saved('damaged')).toEqual(['step-0000002']);
  });

  test('a folder that cannot be written is an error, and nothing is left', async () => {
    writeFileSync(join(folder, 'a-file'), '');
    const { status, stderr } = await run(folder, train('a-file/run', 1));
    expect(status).toBe(2);
    expect(stderr).toMatch(/a-file\/run[^]*part of the path is a file[^]*try +/);
    expect(stderr).not.toMatch(/step: /); // said before the first step, not after hours
  });

  test('a value of the wrong type or an unknown name is refused before anything runs', async () => {
    const wrong = await run(folder, train('never', 1, '--set', 'every=often'));
    expect(wrong).toMatchObject({ status: 2, stderr: expect.stringMatching(/every[^]*int ≥ 1[^]*often[^]*try +/) });
    const unknown = await run(folder, train('never', 1, '--set', 'warmap=3'));
    expect(unknown).toMatchObject({ status: 2, stderr: expect.stringMatching(/warmap[^]*try +did you mean "warmup"/) });
    expect(entries(folder)).not.toContain('never');
  });
});
