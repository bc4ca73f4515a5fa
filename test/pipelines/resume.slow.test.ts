import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { readSafetensors } from '../../operators/disk/safetensors.js';
import { latestCheckpoint, readRecord } from '../../operators/training/checkpoints.js';
import { readMetrics } from '../../operators/training/metrics-log.js';
import { ffmpeg } from '../operators/video/clips.js';
import { entries, scratch, spawned, spawnedUntil } from './cli/command-line.js';

const STEPS = 60;
/** Runs that are killed before one is left alone. */
const KILLS = 4;

const folder = scratch();

/** Six clips and three single pictures, in grey. */
beforeAll(async () => {
  const clips = join(folder, 'clips');
  mkdirSync(clips);
  for (let i = 0; i < 6; i++) {
    const pattern = `testsrc2=size=64x64:rate=8:duration=3,hue=h=${60 * i}`;
    await ffmpeg('-f', 'lavfi', '-i', pattern, join(clips, `clip${i}.mp4`));
  }
  for (let i = 0; i < 3; i++) {
    await ffmpeg('-f', 'lavfi', '-i', `gradients=size=64x64:seed=${i}`, '-frames:v', '1', join(clips, `still${i}.png`));
  }
});

const MNIST = ['--accumulate', '2'];
const OWN = ['--data', 'clips', '--images', '0.3', '--accumulate', '2', '--hold-out', '0.2', '--set', 'measure=10'];

const train = (out: string, backend: string, ...more: string[]): string[] => [
  ...['train', '--cascade', 'tiny.yaml', '--batch', '2', '--steps', `${STEPS}`, '--every', '7', '--out', out],
  ...['--backend', backend, '--set', 'preview=0', '--events', '-', '-q', ...more],
];

/** All numbers of the last checkpoint, and what was counted, but for the time. */
async function last(out: string): Promise<object> {
  const checkpoint = latestCheckpoint(join(folder, out));
  const [model, moments] = [
    await readSafetensors(join(checkpoint, 'model.safetensors')),
    await readSafetensors(join(checkpoint, 'train.safetensors')),
  ];
  return { ...readRecord(checkpoint), seconds: 0, model, moments };
}

describe.each(['tensorflow', 'wasm'])('on %s', (backend) => {
  test.each([
    ['Moving MNIST', MNIST],
    ['clips with stills joined in, decoded ahead', OWN],
  ])(
    '%s: killed at any moment and resumed, 60 steps end where an unbroken run ends, tensor for tensor',
    async (name, more) => {
      const [whole, broken] = [`whole-${backend}-${name.length}`, `broken-${backend}-${name.length}`];
      expect(spawned(folder, train(whole, backend, ...more))).toMatchObject({ status: 0 });
      for (let kill = 0; kill < KILLS; kill++) {
        const from = Math.round((kill * STEPS) / KILLS) + 2;
        const known =
          entries(folder).includes(broken) && entries(join(folder, broken)).some((name) => name.startsWith('step-'));
        const sign = new RegExp(
          `"node":"step","done":(${Array.from({ length: STEPS }, (_, i) => i + 1)
            .filter((i) => i >= from)
            .join('|')}),`,
        );
        const args = train(broken, backend, ...more, ...(known ? ['--resume'] : ['--overwrite']));
        const delay = Math.random() * 200;
        await spawnedUntil(folder, args, sign, (child) => void setTimeout(() => child.kill('SIGKILL'), delay));
      }
      const args = train(broken, backend, ...more, '--resume');
      expect(spawned(folder, args)).toMatchObject({ status: 0 });
      expect(await last(broken)).toEqual(await last(whole));
      const steps = readMetrics(join(folder, broken)).map(({ step }) => step);
      expect(steps).toEqual(Array.from({ length: STEPS }, (_, i) => i + 1));
    },
  );
});

test('killed a hundred times while it writes checkpoints, a run always has one that loads', async () => {
  const args = [
    'train',
    '--cascade',
    'tiny.yaml',
    '--batch',
    '1',
    '--steps',
    '1000000',
    '--every',
    '1',
    '--out',
    'killed',
  ];
  const more = ['--set', 'preview=0', '--events', '-', '-q'];
  let before = 0;
  for (let kill = 0; kill < 100; kill++) {
    const delay = Math.random() * 300;
    const resume = kill === 0 ? [] : ['--resume'];
    await spawnedUntil(
      folder,
      [...args, ...more, ...resume],
      /("node":"step","done":\d+,[^]*){3}/,
      (child) => void setTimeout(() => child.kill('SIGKILL'), delay),
    );
    const checkpoint = latestCheckpoint(join(folder, 'killed'));
    const { step } = readRecord(checkpoint);
    const files = ['model.safetensors', 'train.safetensors'];
    for (const file of files) expect(await readSafetensors(join(checkpoint, file))).toBeDefined();
    expect(step).toBeGreaterThan(before);
    before = step;
    expect(readFileSync(join(checkpoint, 'state.json'), 'utf8')).toContain(`"step": ${step}`);
  }
}, 3_600_000);
