import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { HpdmError, load } from '../../../dsl/index.js';
import { operators } from '../../../operators/index.js';

const folder = mkdtempSync(join(tmpdir(), 'hpdm-load-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Processor time of this process, in seconds, that a check takes. */
async function secondsOf(text: string): Promise<number> {
  const file = join(folder, 'document.yaml');
  writeFileSync(file, text);
  const before = process.cpuUsage();
  await load(file, {}, operators).catch((error: unknown) => {
    if (!(error instanceof HpdmError)) throw error;
  });
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

const COUNT = 8000;
/** A chain of nodes, each reading the one before. */
const LINKS = Array.from({ length: COUNT }, (_, i) => `  n${i + 1}: { op: video.clamp, in: { video: n${i}.video } }`);
const START = 'hpdm: 1\nnodes:\n  n0: { op: video.moving-digits, with: { batch: 1, until: 1 } }';
const END = `  f: { op: video.frames, in: { video: n${COUNT}.video } }
  w: { op: video.write, in: { frames: f.frames }, with: { path: out/a.mp4 } }
`;

test.each([
  ['in their order', LINKS],
  ['the last one first', LINKS.toReversed()],
  ['with one wrong output at the beginning', LINKS.map((link) => link.replace('n0.video', 'n0.nothing'))],
  [
    'with one wrong output in the middle',
    LINKS.map((link) => link.replace(`n${COUNT / 2}.video`, `n${COUNT / 2}.nothing`)),
  ],
  [
    'with one wrong output at the end, the last one first',
    LINKS.map((link) => link.replace(`n${COUNT - 1}.video`, `n${COUNT - 1}.nothing`)).toReversed(),
  ],
  ['with a wrong input each', LINKS.map((link) => link.replace('{ video:', '{ frames:'))],
])('8,000 nodes that read each other, written %s, are checked in 5 s', async (_, links) => {
  expect(await secondsOf([START, ...links, END].join('\n'))).toBeLessThan(5);
});

test('graphs that use the next one twice, 25 deep, are refused in 5 s', async () => {
  const graphs = Array.from(
    { length: 25 },
    (_, i) => `  g${i}: { nodes: { a: { graph: g${i + 1} }, b: { graph: g${i + 1} } } }`,
  );
  const last = '  g25: { nodes: { clip: { op: video.read, with: { path: a.mp4 } } } }';
  expect(
    await secondsOf(['hpdm: 1', 'nodes:', '  top: { graph: g0 }', 'graphs:', ...graphs, last].join('\n')),
  ).toBeLessThan(5);
});

test('100 copies of a sampler, each with the products of its tiles, are checked in 10 s', async () => {
  const seeds = Array.from({ length: 100 }, (_, i) => i).join(', ');
  const level = resolve('pipelines/level.yaml');
  const text = `hpdm: 1
nodes:
  model: { op: denoise.load, with: { cascade: ${resolve('pipelines/cascades/mnist.yaml')}, checkpoint: none } }
  one: { for: [${seeds}], graph: one, in: { network: model.network }, with: { seed: '\${item}' } }
graphs:
  one:
    params: { seed: { type: int }, cascade: { type: cascade, default: ${resolve('pipelines/cascades/mnist.yaml')} } }
    in: { network: a network }
    nodes:
      level:
        for: levels of \${cascade}
        graph: ${level}
        in: { network: in.network, context: 'level[<].context', coarser: 'level[<].video' }
        with: { level: '\${index}', count: 1, seed: '\${seed}', batch: 64 }
      frames: { op: video.frames, in: { video: 'level[last].video' } }
      file: { op: video.write, in: { frames: frames.frames }, with: { path: 'out/\${seed}.mp4' } }
`;
  const file = join(folder, 'document.yaml');
  writeFileSync(file, text);
  expect((await load(file, {}, operators)).nodes).toHaveLength(100 * (3 * 4 + 1) + 1);
  expect(await secondsOf(text)).toBeLessThan(10);
});
