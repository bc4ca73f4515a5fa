import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { load, run, type Cascade, type Graph } from '../../dsl/index.js';
import { operators } from '../../operators/index.js';
import { selectBackend } from '../../operators/tensor/select-backend.js';
import { findFfmpeg } from '../../operators/ffmpeg/ffmpeg.js';

const folder = mkdtempSync(join(tmpdir(), 'hpdm-examples-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const at = (name: string): string => join(folder, name);
const example = (name: string): string => join('docs/examples', name);

/** A cascade of the examples, its network and its steps cut down so that it trains in a second. */
function small(cascade: string, levels: number): string {
  const steps = Array.from(
    { length: levels },
    (_, level) => `${level}: { steps: ${level === 1 ? 4 : 2}, overlap: [0, 0, 0] }`,
  );
  const network = 'width: 16, latents: 4, latentWidth: 16, heads: 2, layers: 1';
  const text = `extends: ${resolve(cascade)}\nlevels: { ${steps.join(', ')} }\nnetwork: { ${network} }\n`;
  const file = at(`${cascade.replaceAll(/\W/g, '-')}.yaml`);
  writeFileSync(file, text);
  return file;
}

/** Train two steps. */
async function train(document: string, cascade: string, out: string): Promise<void> {
  const values = { cascade, out: at(out), steps: 2, batch: 1, warmup: 0, every: 2 };
  await run(await load(document, values, operators));
}

/** Run an example on a small cascade; its outputs lie in the folder. */
async function sampled(name: string, given: Readonly<Record<string, unknown>>): Promise<Graph> {
  const values = { checkpoint: at('model'), count: 1, scale: 1, sheet: at('sheet.png'), ...given };
  const graph = await load(name, values, operators);
  await run(graph, { seed: 5 });
  return graph;
}

interface Pixels {
  readonly count: number;
  /** red, green, blue of every pixel of all frames */
  readonly data: Uint8Array;
}

async function decode(file: string, size: number): Promise<Pixels> {
  const { path } = await findFfmpeg();
  const data = execFileSync(path, ['-v', 'error', '-i', file, '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'], {
    maxBuffer: 2 ** 28,
  });
  return { count: data.length / (size * size * 3), data };
}

const mean = ({ data }: Pixels, channel: number): number =>
  data.reduce((sum, value, i) => (i % 3 === channel ? sum + value : sum), 0) / (data.length / 3);

let three = '';
beforeAll(async () => {
  await selectBackend();
  three = small('pipelines/cascades/mnist.yaml', 3);
  await train('pipelines/train.yaml', three, 'model');
});

test('each change to pipelines/sample.yaml is a few lines', () => {
  for (const name of ['fourth-level', 'swapped-sampler', 'tinted', 'coarse-too', 'hls', 'four-levels', 'other-sampler'])
    expect(
      readFileSync(example(`${name}.yaml`), 'utf8')
        .trim()
        .split('\n').length,
    ).toBeLessThanOrEqual(10);
});

describe('starting from pipelines/sample.yaml', () => {
  test('(a) a fourth level is sampled from what was trained with it', async () => {
    const cascade = small(example('four-levels.yaml'), 4);
    await train(example('train-fourth-level.yaml'), cascade, 'four');
    const graph = await sampled(example('fourth-level.yaml'), { cascade, checkpoint: at('four'), out: at('four.mp4') });
    expect(graph.nodes.map(({ name }) => name)).toContain('level.3.solve');
    expect((await decode(at('four.mp4'), 128)).count).toBe(16);
  });

  test("(b) the second level's sampler is another, and the video with it", async () => {
    const cascade = small(example('other-sampler.yaml'), 3);
    const graph = await sampled(example('swapped-sampler.yaml'), { cascade, out: at('swapped.mp4') });
    await sampled('pipelines/sample.yaml', { cascade: three, out: at('plain.mp4') });
    const settings = graph.nodes.find(({ name }) => name === 'level.1.solve')?.settings as {
      readonly cascade: Cascade;
    };
    expect(settings.cascade.levels.map(({ sampler }) => sampler)).toEqual(['heun', 'ancestral', 'dpmpp-2m']);
    const [swapped, plain] = [await decode(at('swapped.mp4'), 64), await decode(at('plain.mp4'), 64)];
    expect(swapped.count).toBe(16);
    expect(Buffer.compare(swapped.data, plain.data)).not.toBe(0);
  });

  test('(c) an operator of a module tints the frames', async () => {
    await sampled(example('tinted.yaml'), { cascade: three, out: at('tinted.mp4') });
    const pixels = await decode(at('tinted.mp4'), 64);
    expect(pixels.count).toBe(16);
    const [red, green, blue] = [0, 1, 2].map((channel) => mean(pixels, channel)) as [number, number, number];
    expect(red).toBeGreaterThan(20);
    expect(Math.abs(green / red - 160 / 255)).toBeLessThan(0.1);
    expect(Math.abs(blue / red - 64 / 255)).toBeLessThan(0.1);
  });

  test("(d) level 0's video is written to a second file", async () => {
    await sampled(example('coarse-too.yaml'), { cascade: three, out: at('fine.mp4'), coarse: at('coarse.mp4') });
    expect((await decode(at('fine.mp4'), 64)).count).toBe(16);
    expect((await decode(at('coarse.mp4'), 16)).count).toBe(4);
  });

  test('(e) a playlist and its segments are written in place of a file', async () => {
    await sampled(example('hls.yaml'), { cascade: three, out: at('live/stream.m3u8') });
    const playlist = readFileSync(at('live/stream.m3u8'), 'utf8');
    const segments = playlist.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(playlist).toMatch(/^#EXTM3U[^]*#EXT-X-ENDLIST\s*$/);
    expect(segments.length).toBeGreaterThan(0);
    expect(readdirSync(at('live')).sort()).toEqual(['stream.m3u8', ...segments].sort());
    expect((await decode(at('live/stream.m3u8'), 64)).count).toBe(16);
  });
});

test('a cascade of one’s own learns data of one’s own, and is sampled', async () => {
  const losses: number[] = [];
  const values = { out: at('stripes'), steps: 12, batch: 4, warmup: 0, every: 12, rate: 0.003 };
  await run(await load(example('stripes/train.yaml'), values, operators), {
    onEvent: (event) => {
      if (event.type === 'metric') losses.push(event.values['loss'] ?? NaN);
    },
  });
  expect(losses).toHaveLength(12);
  expect(Math.min(...losses.slice(-4))).toBeLessThan(losses[0] ?? 0);
  const outputs = { checkpoint: at('stripes'), out: at('stripes.mp4'), sheet: at('stripes.png') };
  await sampled(example('stripes/sample.yaml'), { ...outputs });
  expect((await decode(at('stripes.mp4'), 32)).count).toBe(8);
  expect(existsSync(at('stripes.png'))).toBe(true);
});
