import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { probeBackend } from '../../operators/tensor/select-backend.js';

/** The tests against the reference numbers once more, on WebGPU; a software Vulkan (VK_DRIVER_FILES) serves where no card is. */
const probe = await probeBackend('webgpu');
if (!probe.loads) console.warn(`skipped: ${probe.why} (set VK_DRIVER_FILES to a software Vulkan to run these)`);

const files = readdirSync('test/operators', { recursive: true, encoding: 'utf8' }).filter(
  (file) =>
    /(?<!\.slow)\.test\.ts$/.test(file) && /^asInReference\(/m.test(readFileSync(`test/operators/${file}`, 'utf8')),
);
for (const file of files) await import(`./${file}`);

test('the tests against the reference numbers are found', () => {
  expect(files.length).toBeGreaterThan(8);
});
