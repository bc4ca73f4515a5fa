import { describe, expect, test } from '@jest/globals';
import { untrained } from '../../../bench/untrained.js';
import { watchMemory } from '../../../bench/watch-memory.js';
import { load, type PipelineDocument } from '../../../dsl/index.js';
import { operators } from '../../../operators/index.js';
import { run } from '../../../pipelines/api/run.js';
import { builtIn } from '../../../pipelines/built-in.js';
import { planOf } from '../../../pipelines/plan/plan.js';
import { onTensorflow } from '../../backends.js';
import { costly, document } from './costly.js';

describe('hpdm plan', () => {
  test('operations are added up; memory is that of the neediest node', async () => {
    const plan = planOf(await load(document('1GiB'), {}, costly));
    expect(plan).toMatchObject({ parameters: 10, flops: 2e9, bytes: 5 * 2 ** 20, limitBytes: 2 ** 30 });
  });

  test('tiles, steps and evaluations of the mnist cascade are those of the paper’s scheme, counted by hand', async () => {
    const plan = planOf(await load('pipelines/sample.yaml', { count: 1 }, operators));
    const solving = plan.nodes.filter(({ operator }) => operator === 'denoise.solve');
    expect(solving.map(({ size }) => size)).toEqual([
      [4, 16, 16],
      [8, 32, 32],
      [16, 64, 64],
    ]);
    // half of a 16-pixel tile is shared: 1, 3 and 7 along height and width, and 1, 2 and 4 along frames
    expect(solving.map(({ tiles }) => tiles)).toEqual([1, 2 * 3 * 3, 4 * 7 * 7]);
    // Heun calls the network twice in every step but the last
    expect(solving.map(({ evaluations }) => evaluations)).toEqual([2 * 32 - 1, 16 * 18, 8 * 196]);
  });
});

test('of jobs, which run one after the other, as much memory counts as one of them takes', async () => {
  const bytesOf = async (copies: string, more = {}): Promise<number> => {
    const nodes = {
      digits: { op: 'video.moving-digits', with: { count: 1 } },
      frames: { op: 'video.frames', in: { video: 'digits.video' } },
      write: { op: 'video.write', in: { frames: 'frames.frames' }, with: { path: '${to}' } },
    };
    const part = { params: { to: { type: 'path' as const } }, nodes };
    const many = { for: copies.split(' '), graph: 'part', with: { to: 'out/${item}.mp4' }, ...more };
    return planOf(await load({ hpdm: 1, nodes: { many }, graphs: { part } }, {}, operators)).bytes;
  };
  expect(await bytesOf('a b c', { spread: 'jobs' })).toBe(await bytesOf('a'));
  expect(await bytesOf('a b c')).toBeGreaterThan(await bytesOf('a'));
});

/** Sampling with an untrained network of any cascade, and nothing written. */
const SAMPLING = {
  hpdm: 1,
  extends: builtIn('sample.yaml'),
  params: { comment: null, fps: null, scale: null, out: null, sheet: null },
  nodes: {
    model: { op: untrained.id, with: { cascade: '${cascade}', checkpoint: null, precision: null } },
    ...{ frames: null, file: null, sheet: null },
  },
  out: { video: 'level[last].video' },
} as unknown as PipelineDocument;

/** Like the mnist cascade, narrower and of fewer steps. */
const cascadeOf = (frames: number, along: number, memory: object) => ({
  ...{ cascade: 1, patch: [4, 16, 16], channels: 1, frames },
  levels: [
    { size: [4, 16, 16], steps: 2 },
    { size: [8, 32, 32], steps: 2, overlap: [along, 0.5, 0.5] },
    { size: [16, 64, 64], steps: 2, overlap: [along, 0.5, 0.5] },
  ],
  network: {
    ...{ token: [1, 4, 4], width: 96, latents: 16, heads: 4, blocks: 3, layers: 1, levelsPerBlock: [2, 3, 3] },
    ...memory,
  },
});

/** The bytes of tensors that a sampling takes, and those that its plan says. */
async function peaks(cascade: object, count: number, most?: number): Promise<{ planned: number; taken: number }> {
  const memory = most === undefined ? {} : { usual: most };
  const graph = await load(SAMPLING, { cascade, count }, { ...operators, [untrained.id]: untrained }, {}, memory);
  const planned = planOf(graph).bytes;
  const peak = watchMemory();
  await run(graph).catch((error: unknown) => {
    peak();
    throw error;
  });
  return { planned, taken: peak() };
}

onTensorflow('a plan says what tensors take, within 15 %, also of what is kept between slabs', () => {
  test.each<[string, object, number, number | undefined]>([
    ['16 frames', cascadeOf(16, 0, {}), 2, undefined],
    ['32 frames', cascadeOf(32, 0, {}), 2, undefined],
    ['tiles that overlap along time', cascadeOf(16, 0.5, {}), 1, undefined],
    [
      'coarser pixels, estimates and latents',
      cascadeOf(16, 0.5, { selfCondition: true, pixels: true, residual: true }),
      1,
      undefined,
    ],
    ['within little memory', cascadeOf(16, 0, {}), 2, 520 * 2 ** 20],
  ])(
    '%s',
    async (_, cascade, count, most) => {
      const { planned, taken } = await peaks(cascade, count, most);
      expect(taken / planned).toBeGreaterThan(0.85);
      expect(taken / planned).toBeLessThan(1.15);
    },
    300_000,
  );
});
