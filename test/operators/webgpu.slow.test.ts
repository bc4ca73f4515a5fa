import { probeBackend } from '../../operators/tensor/select-backend.js';

/** The tests against the reference numbers once more, on WebGPU; a software Vulkan (VK_DRIVER_FILES) serves where no card is. */
const probe = await probeBackend('webgpu');
if (!probe.loads) console.warn(`skipped: ${probe.why} (set VK_DRIVER_FILES to a software Vulkan to run these)`);

for (const file of [
  'denoise/preconditioning',
  'denoise/samplers',
  'network/rin-block',
  'stitch/average',
  'tensor/resample',
  'train/adamw',
  'train/ema',
  'train/lamb',
  'train/loss',
])
  await import(`./${file}.test.ts`);
