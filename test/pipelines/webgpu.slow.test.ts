import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { tf } from '../../operators/tensor/tf.js';
import { load, type Cascade } from '../../dsl/index.js';
import { operators } from '../../operators/index.js';
import { probeBackend, type BackendChoice } from '../../operators/tensor/select-backend.js';
import { run } from '../../pipelines/api/run.js';
import { cascadeKinds, smallCascade } from '../cascade.js';
import { mixedError } from '../gradients.js';
import { expectParity } from '../parity.js';
import { farthest, sample } from './sampled.js';

/** Whole runs on WebGPU and on wasm; a software Vulkan (VK_DRIVER_FILES) serves where no card is. */
const probe = await probeBackend('webgpu');
if (!probe.loads) console.warn(`skipped: ${probe.why} (set VK_DRIVER_FILES to a software Vulkan to run these)`);
const onWebgpu = probe.loads ? test : test.skip;

/** The plainest network, and two that between them have every part. */
const kinds = cascadeKinds.filter(
  ([name]) => name === 'rin' || name.includes('self-conditioning') || name.includes('coarser pixels and estimates'),
);

/** Pixels are in [-1, 1]: an eighth of a grey value of eight bits, as between TensorFlow and wasm. */
const PIXELS = 1e-3;
/** Of a loss, relative; the second and third follow from weights that the backend moved itself. */
const LOSSES = 1e-4;

const TRAINING = fileURLToPath(new URL('../../bench/train-step-noise.yaml', import.meta.url));

/** The losses of all levels in three steps of training on noise. */
async function losses(document: object, backend: BackendChoice): Promise<number[]> {
  const graph = await load(TRAINING, { cascade: document, batch: 2, steps: 3, warmup: 0, rate: 1e-3 }, operators);
  const found: number[] = [];
  await run(graph, {
    backend,
    onEvent: (event) => {
      if (event.type !== 'metric') return;
      found.push(...Object.entries(event.values).flatMap(([name, value]) => (name.startsWith('loss') ? [value] : [])));
    },
  });
  return found;
}

/** A cascade whose first level takes two steps of a sampler, and whose last has tiles that overlap, windows and moved tiles. */
function sampledBy(kind: Cascade, sampler: Cascade['levels'][number]['sampler']): Cascade {
  const { levels } = smallCascade({
    levels: [
      { size: [2, 4, 4], steps: 2, sampler: 'euler' },
      { size: [4, 8, 8], steps: 2, sampler, window: 'hann', start: 'coarser' },
      { size: [4, 16, 8], steps: 2, sampler, overlap: [0.5, 0.25, 0], shift: true },
    ],
  });
  return { ...kind, levels };
}

onWebgpu.each(kinds)('%s: training has the losses of wasm, and leaves nothing on the card', async (what, kind) => {
  const [expected, before] = [await losses(kind, 'wasm'), tf.memory().numTensors];
  const got = await losses(kind, 'webgpu');
  expect(got).toHaveLength(12);
  expectParity({ what: `losses, ${what}`, difference: mixedError(got, expected), limit: LOSSES });
  expect(tf.memory().numTensors).toBe(before);
});

onWebgpu.each(kinds)('%s: a video has the pixels of wasm', async (what, kind) => {
  const cascade = sampledBy(kind, 'euler');
  const [[expected], [got]] = [
    await sample(cascade, { backend: 'wasm' }),
    await sample(cascade, { backend: 'webgpu' }),
  ];
  expectParity({ what: `video, ${what}`, difference: farthest(got, expected), limit: PIXELS });
});

/** Two estimates a step, one with memory, and one with noise in every step. */
onWebgpu.each(['heun', 'dpmpp-2m', 'ancestral'] as const)('%s: samples as on wasm', async (sampler) => {
  const cascade = sampledBy(smallCascade(), sampler);
  const [[expected], [got]] = [
    await sample(cascade, { backend: 'wasm' }),
    await sample(cascade, { backend: 'webgpu' }),
  ];
  expectParity({ what: `video by ${sampler}`, difference: farthest(got, expected), limit: PIXELS });
});
