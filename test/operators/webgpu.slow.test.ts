import { expect, test } from '@jest/globals';
import { probeBackend } from '../../operators/tensor/select-backend.js';
import { testOnly } from '../backends.js';
import { filesThatCall } from './files-that-call.js';

/** The tests against the reference numbers once more, on WebGPU; a software Vulkan (VK_DRIVER_FILES) serves where no card is. */
const probe = await probeBackend('webgpu');
if (!probe.loads) console.warn(`skipped: ${probe.why} (set VK_DRIVER_FILES to a software Vulkan to run these)`);

testOnly('webgpu');
const files = filesThatCall('asInReference');
for (const file of files) await import(`./${file}`);

test('the tests against the reference numbers are found', () => {
  expect(files.length).toBeGreaterThan(8);
});
