import { cascadeOf } from '../../dsl/cascade/read-cascade.js';
import { writtenSource } from '../../dsl/document/read-source.js';
import { HpdmError, readCascade, type Cascade } from '../../dsl/index.js';
import { selectBackend } from '../../operators/tensor/select-backend.js';
import { tf } from '../../operators/tensor/tf.js';
import { usualMemory } from '../../pipelines/plan/usual-memory.js';
import { median } from '../matmul-rate.js';
import { cascadeFile } from '../cascade-file.js';
import { measureSteps } from '../measure-steps.js';
import { SAMPLED_CASCADES } from '../sampled-cascades.js';
import { SampledLevel } from '../sampled-level.js';
import { disposeNetwork, untrainedNetwork } from '../untrained.js';
import { parity } from './parity.js';
import { productRate } from './product-rate.js';

/** A part of the benchmark; each runs in a process of its own, so that one that fails leaves the others. */
export interface Part {
  /** Seconds after which it is ended. */
  readonly limit: number;
  /** @param software whether a driver in software computes, and sizes are tiny */
  run(software: boolean): Promise<void>;
}

const CASCADES = ['mnist', 'ucf101-s'] as const;
type Name = (typeof CASCADES)[number];

/** All parts by name, in the order in which they run. */
export const PARTS: Readonly<Record<string, Part>> = {
  card: { limit: 100, run: card },
  parity: {
    limit: 300,
    run: async (software) => {
      await openCard(software);
      parity(software ? 7200 : 290);
    },
  },
  ...Object.fromEntries(
    CASCADES.map((name) => [
      `train-step ${name}`,
      { limit: 120, run: (software: boolean) => trainStep(name, software) },
    ]),
  ),
  ...Object.fromEntries(
    CASCADES.map((name) => [`sample ${name}`, { limit: 120, run: (software: boolean) => sample(name, software) }]),
  ),
};

/** The name of the card. fails E_BACKEND_LOAD when there is none, or one in software that is not asked for */
async function openCard(software: boolean): Promise<string> {
  const { device, gpu } = await selectBackend('webgpu');
  if (gpu || software) return device;
  throw new HpdmError({
    code: 'E_BACKEND_LOAD',
    expected: 'a graphics card that computes',
    got: device,
    try: "install the card's own Vulkan driver, or set VK_DRIVER_FILES to its file; --smoke accepts a driver in software",
  });
}

async function card(software: boolean): Promise<void> {
  const device = await openCard(software);
  const size = software ? 64 : 4096;
  console.log(`${device}; WebGPU through Dawn, tfjs ${tf.version_core}, Node ${process.version}`);
  console.log(`products of ${size}³ in float32: ${(await productRate(size)).toFixed(0)} GFLOP/s`);
}

/** A cascade with the same parts, but with patches, videos and a network that are computed in seconds in software. */
const smaller = (name: Name): Cascade =>
  cascadeOf(
    writtenSource({
      extends: cascadeFile(name),
      patch: [2, 16, 16],
      levels: { 0: { size: [2, 16, 16] }, 1: { size: [2, 16, 32] }, 2: { size: [2, 32, 32] } },
      network: { width: 16, latents: 4, latentWidth: 16, layers: 1, blocks: 1, levelsPerBlock: [3] },
    }),
  );

/** Batch sizes that training starts with on a CPU, so that figures can be compared. */
const BATCH: Readonly<Record<Name, number>> = { mnist: 32, 'ucf101-s': 1 };

async function trainStep(name: Name, software: boolean): Promise<void> {
  const device = await openCard(software);
  const rate = await productRate(software ? 64 : 4096);
  const batch = software ? 1 : BATCH[name];
  const counts = software ? { steps: 1, skipped: 1 } : { steps: name === 'mnist' ? 40 : 6, skipped: 4 };
  const cascade = software ? smaller(name) : readCascade(cascadeFile(name));
  const measured = await measureSteps(cascade, { batch, ...counts }, () => rate);
  const { seconds, flops, share } = measured;
  const { numBytesAllocatedInGPU: held = NaN } = tf.memory() as unknown as { readonly numBytesAllocatedInGPU?: number };
  console.log('| training step, videos | seconds | GFLOP | GFLOP/s | of products | memory of the card |');
  console.log('| --------------------- | ------- | ----- | ------- | ----------- | ------------------ |');
  console.log(
    `| ${name}, ${batch}, ${device} | ${seconds.toFixed(3)} | ${(flops / 1e9).toFixed(1)} | ${(flops / seconds / 1e9).toFixed(0)} | ${percent(share)} | ${(held / 1e9).toFixed(2)} GB |`,
  );
}

async function sample(name: Name, software: boolean): Promise<void> {
  const device = await openCard(software);
  const rate = await productRate(software ? 64 : 4096);
  const network = untrainedNetwork(software ? smaller(name) : cascadeOf(writtenSource(SAMPLED_CASCADES[name])));
  console.log('| sampling, level | tiles | seconds per step | GFLOP | GFLOP/s | of products |');
  console.log('| --------------- | ----- | ---------------- | ----- | ------- | ----------- |');
  for (const number of network.cascade.levels.keys()) {
    const level = new SampledLevel(network, number, usualMemory());
    await level.prepare();
    await level.step(); // compiles the shaders
    const times: number[] = [];
    for (let round = 0; round < (software ? 1 : 5); round++) times.push((await level.step()).all);
    const [seconds, { flops, tiles }] = [median(times), level];
    const speed = flops / seconds / 1e9;
    console.log(
      `| ${name} ${number}, ${device} | ${tiles} | ${seconds.toFixed(3)} | ${(flops / 1e9).toFixed(1)} | ${speed.toFixed(0)} | ${percent(speed / rate)} |`,
    );
    level.dispose();
  }
  disposeNetwork(network);
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
