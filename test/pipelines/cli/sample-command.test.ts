import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import type { RunEvent } from '../../../dsl/index.js';
import { hasTensorflow } from '../../backends.js';
import { entries, run, scratch, spawned, spawnedUntil, TINY } from './command-line.js';

const folder = scratch();
const sample = (out: string, ...more: string[]): string[] => {
  const flags = [
    '--set',
    'cascade=tiny.yaml',
    '--checkpoint',
    'model',
    '--count',
    '2',
    '--sheet',
    `${out}.png`,
    '--scale',
    '1',
  ];
  return ['sample', ...flags, '--out', out, ...more];
};

/** The pixels of all frames of a folder of PNGs, in order. */
async function pixels(out: string): Promise<Uint8Array[]> {
  const frames = entries(join(folder, out));
  return Promise.all(
    frames.map((name) =>
      sharp(join(folder, out, name))
        .raw()
        .toBuffer(),
    ),
  );
}

/** The largest difference of two clips, in grey levels. */
function largestDifference(a: readonly Uint8Array[], b: readonly Uint8Array[]): number {
  const [one, other] = [Buffer.concat(a), Buffer.concat(b)];
  let worst = one.length === other.length ? 0 : Infinity;
  for (let i = 0; i < one.length; i++) worst = Math.max(worst, Math.abs((one[i] ?? NaN) - (other[i] ?? NaN)));
  return worst;
}

beforeAll(async () => {
  const train = ['train', '--cascade', 'tiny.yaml', '--batch', '2', '--steps', '20', '--out', 'model'];
  expect(await run(folder, train)).toMatchObject({ status: 0 });
  expect(await run(folder, sample('one/', '--seed', '7', '--sheet', 'sheet.png'))).toMatchObject({ status: 0 });
});

describe('hpdm sample', () => {
  test('the same seed gives the same frames, in another process too, and another seed others', async () => {
    const again = sample('again/', '--seed', '7', '--sheet', 'sheet.png');
    expect(spawned(folder, again)).toMatchObject({ status: 0 });
    const other = sample('other/', '--seed', '8', '--sheet', 'sheet.png');
    expect(await run(folder, other)).toMatchObject({ status: 0 });
    expect(await pixels('one')).toHaveLength(16);
    expect(largestDifference(await pixels('one'), await pixels('again'))).toBe(0);
    expect(largestDifference(await pixels('one'), await pixels('other'))).toBeGreaterThan(20);
  });

  test('the cascade is the one the checkpoint was trained for, where none is named', async () => {
    const out = ['--out', 'unnamed/', '--sheet', 'sheet.png', '--count', '2', '--seed', '7', '--scale', '1'];
    expect(await run(folder, ['sample', '--checkpoint', 'model', ...out])).toMatchObject({ status: 0 });
    expect(largestDifference(await pixels('unnamed'), await pixels('one'))).toBe(0);
  });

  test('the record beside a video repeats it, byte for byte, or with what flags change', async () => {
    const made = sample('made.mp4', '--seed', '7', '--steps', '2,1', '--show-levels');
    expect(await run(folder, made)).toMatchObject({ status: 0, stderr: expect.stringContaining('made.json') });
    const like = (out: string, ...more: string[]) =>
      run(folder, ['sample', '--like', 'made.json', '--out', out, ...more]);
    expect(await like('like.mp4')).toMatchObject({ status: 0 });
    expect(await like('unlike.mp4', '--seed', '8')).toMatchObject({ status: 0 });
    const [video, same, other] = ['made', 'like', 'unlike'].map((name) => readFileSync(join(folder, `${name}.mp4`)));
    expect(same).toEqual(video);
    expect(other).not.toEqual(video);
    expect(video?.includes('"seed":7')).toBe(true);
    const changed = readFileSync(join(folder, 'made.json'), 'utf8').replace(
      /("checkpoint": ")\w{8}("|\w)/g,
      '$100000000$2',
    );
    writeFileSync(join(folder, 'changed.json'), changed);
    const refused = await run(folder, ['sample', '--like', 'changed.json', '--out', 'no.mp4']);
    expect(refused).toMatchObject({ status: 2, stderr: expect.stringContaining('E_LIKE') });
  });

  test('each video goes to a file of its own where the name says so, the coarsest level alone', async () => {
    const args = sample('alone-{n}-{seed}/', '--seed', '4', '--until-level', '0', '--sheet', 'sheet.png');
    expect(await run(folder, args)).toMatchObject({ status: 0 });
    expect(entries(folder).filter((name) => name.startsWith('alone'))).toEqual([
      'alone-0-4',
      'alone-0-4.json',
      'alone-1-4',
      'alone-1-4.json',
    ]);
    expect(await pixels('alone-1-4')).toHaveLength(4);
    expect(largestDifference(await pixels('alone-0-4'), await pixels('alone-1-4'))).toBeGreaterThan(20);
  });

  (hasTensorflow ? test : test.skip)('wasm shows what TensorFlow shows, to one grey level', async () => {
    const frames = (out: string, backend: string): string[] =>
      sample(out, '--seed', '3', '--sheet', 'sheet.png', '--count', '1', '--backend', backend);
    expect(await run(folder, frames('tensorflow/', 'tensorflow'))).toMatchObject({ status: 0 });
    expect(await run(folder, frames('wasm/', 'wasm'))).toMatchObject({ status: 0 });
    expect(largestDifference(await pixels('tensorflow'), await pixels('wasm'))).toBeLessThanOrEqual(1);
  });

  test('--preview keeps a picture of every level while it is sampled, and changes nothing', async () => {
    const seen = ['--preview', 'seen/now.png', '--events', 'events.jsonl', '--sheet', 'sheet.png'];
    expect(await run(folder, sample('looked-at/', '--seed', '7', ...seen))).toMatchObject({ status: 0 });
    expect(largestDifference(await pixels('looked-at'), await pixels('one'))).toBe(0);
    expect(entries(join(folder, 'seen'))).toEqual(['now.png']);
    const { height } = await sharp(join(folder, 'seen/now.png')).metadata();
    expect(Math.abs(height - 384)).toBeLessThan(100);
    const lines = readFileSync(join(folder, 'events.jsonl'), 'utf8').trim().split('\n');
    const shown = lines.map((line) => JSON.parse(line) as RunEvent).filter(({ type }) => type === 'preview');
    expect(new Set(shown.map((event) => 'node' in event && event.node)).size).toBeGreaterThan(1);
    expect(shown[0]).toEqual({
      type: 'preview',
      node: 'level.0.solve',
      picture: { width: expect.any(Number), height: expect.any(Number), channels: 1 },
    });
    expect(await run(folder, sample('refused/', '--preview', 'now.jpg'))).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('E_OUTPUT_PATH'),
    });
  });

  test('cancelled with Ctrl-C exits with 130 and leaves no file', async () => {
    mkdirSync(join(folder, 'cancelled'));
    // so many steps that the signal comes before a level is finished, of which --resume would keep the video
    const args = sample('cancelled/video.mp4', '--events', '-', '--steps', '2000');
    const { status } = await spawnedUntil(folder, args, /"node":"level.0.solve","done":1/, (child) =>
      child.kill('SIGINT'),
    );
    expect(status).toBe(130);
    expect(entries(join(folder, 'cancelled'))).toEqual([]);
  });

  test('killed (SIGKILL) leaves nothing under the final name, and the next run clears its traces', async () => {
    mkdirSync(join(folder, 'killed'));
    const args = sample('killed/video.mp4', '--events', '-');
    await spawnedUntil(folder, args, /"node":"level.0.solve","done":1/, (child) => child.kill('SIGKILL'));
    expect(entries(join(folder, 'killed'))).toEqual([
      ...['mp4', 'mp4.png'].map((kind) => expect.stringMatching(`^\\.video\\.${kind}\\.part-`)),
      '.video.mp4.unfinished',
    ]);
    expect(await run(folder, sample('killed/video.mp4'))).toMatchObject({ status: 0 });
    expect(entries(join(folder, 'killed'))).toEqual(['video.json', 'video.mp4', 'video.mp4.png']);
  });

  test('a checkpoint that is missing, cut off or of another cascade is an error, and no file is written', async () => {
    const missing = await run(folder, sample('no.mp4', '--checkpoint', 'nowhere'));
    expect(missing).toMatchObject({ status: 2, stderr: expect.stringMatching(/nowhere[^]*try +[^]*hpdm train/) });
    writeFileSync(join(folder, 'wider.yaml'), TINY.replace('width: 16', 'width: 32'));
    const other = await run(folder, sample('no.mp4', '--set', 'cascade=wider.yaml'));
    expect(other).toMatchObject({ status: 2, stderr: expect.stringMatching(/network\.width[^]*32[^]*16/) });
    const weights = readFileSync(join(folder, 'model/step-0000020/model.safetensors'));
    writeFileSync(join(folder, 'cut.safetensors'), weights);
    truncateSync(join(folder, 'cut.safetensors'), weights.length / 2);
    const cut = await run(folder, sample('no.mp4', '--checkpoint', 'cut.safetensors'));
    expect(cut).toMatchObject({ status: 2, stderr: expect.stringMatching(/cut\.safetensors[^]*try +/) });
    const lie = weights.toString('latin1').replace(/(latentWidth\\":)\d/, '$1x');
    writeFileSync(join(folder, 'lying.safetensors'), lie, 'latin1');
    const lying = await run(folder, sample('no.mp4', '--checkpoint', 'lying.safetensors'));
    expect(lying).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/lying\.safetensors[^]*no cascade[^]*try +/),
    });
    expect(entries(folder).filter((name) => name.includes('no.mp4'))).toEqual([]);
  });

  test('a name that is not known, or a path below a file, is refused before anything is sampled', async () => {
    const unknown = await run(folder, sample('no.mp4', '--set', 'cuont=3'));
    expect(unknown).toMatchObject({ status: 2, stderr: expect.stringMatching(/cuont[^]*try +did you mean "count"/) });
    const below = await run(folder, sample('tiny.yaml/no.mp4'));
    expect(below).toMatchObject({ status: 2, stderr: expect.stringMatching(/E_FOLDER[^]*is a file[^]*try +/) });
    expect(below.stderr).not.toMatch(/solve: /);
  });

  test('a full disk is said, and nothing half-written stays', async () => {
    const disk = join(folder, 'disk');
    mkdirSync(disk);
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', disk]).status !== 0) {
      console.warn('not tried: mounting a small disk needs root');
      return;
    }
    try {
      const { status, stderr } = await run(folder, sample('disk/video.mp4', '--scale', '8', '--sheet', 'sheet.png'));
      expect(status).toBe(3);
      expect(stderr).toMatch(/E_DISK_FULL[^]*the disk is full/);
      // what was finished before stays for --resume
      expect(entries(disk).filter((name) => name !== '.video.mp4.unfinished')).toEqual([]);
    } finally {
      spawnSync('umount', [disk]);
    }
  });
});

test('flags about texts need a text', async () => {
  expect(await run(folder, ['sample', '--negative', 'blurred'])).toMatchObject({ status: 2 });
  expect(await run(folder, ['sample', '--guidance', '2'])).toMatchObject({ status: 2 });
});
