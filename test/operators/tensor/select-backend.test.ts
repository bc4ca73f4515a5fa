import { beforeAll, describe, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { probeBackends, selectBackend } from '../../../operators/tensor/select-backend.js';
import { compiledUrl, program } from '../../program.js';

let backendModule: string;
beforeAll(async () => {
  backendModule = await compiledUrl('operators/tensor/select-backend.ts');
});

/** Run lines in a fresh process that has the module as `backend`; what it prints, and what it prints besides. */
function fresh(lines: string, env: Record<string, string> = {}): { stdout: string; stderr: string } {
  const script = `const backend = await import(${JSON.stringify(backendModule)}); ${lines}`;
  const { stdout, stderr } = program(script, { env });
  return { stdout: stdout.trim(), stderr };
}

async function checkProduct(): Promise<void> {
  const product = tf.tidy(() => tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([5, 6, 7, 8], [2, 2])));
  expect(Array.from(await product.data())).toEqual([19, 22, 43, 50]);
  product.dispose();
}

describe('a backend asked for by name', () => {
  test.each(['wasm', 'cpu'])('%s becomes the current one and multiplies', async (name) => {
    expect(await selectBackend(name)).toMatchObject({ name, gpu: false });
    expect(tf.getBackend()).toBe(name);
    await checkProduct();
  });

  test('can be named by HPDM_BACKEND, which the argument overrides', async () => {
    expect((await selectBackend('auto', { HPDM_BACKEND: 'wasm' })).name).toBe('wasm');
    expect((await selectBackend('cpu', { HPDM_BACKEND: 'wasm' })).name).toBe('cpu');
  });

  test('under an unknown name is an error that lists the names', async () => {
    await expect(selectBackend('cuda')).rejects.toMatchObject({
      exitCode: 2,
      faults: [
        {
          code: 'E_BACKEND_NAME',
          got: '"cuda"',
          expected: expect.stringMatching(/auto, tensorflow, webgpu, wasm, cpu/),
        },
      ],
    });
  });

  test('that does not load is an error with the reason, and no other is taken', () => {
    const lines = `await backend.selectBackend('webgpu').catch(({ faults }) => console.log(JSON.stringify(faults[0])));`;
    const { stdout } = fresh(lines, { VK_ICD_FILENAMES: '/nonexistent.json', VK_DRIVER_FILES: '/nonexistent.json' });
    expect(JSON.parse(stdout.split('\n').at(-1) ?? '')).toMatchObject({
      code: 'E_BACKEND_LOAD',
      got: expect.stringMatching(/no WebGPU adapter/),
      try: expect.stringMatching(/Vulkan/),
    });
  });
});

describe('the automatic choice', () => {
  test('is tensorflow where it loads and wasm where not, never cpu', async () => {
    const probes = await probeBackends();
    const tensorflow = probes.find(({ name }) => name === 'tensorflow');
    const { name } = await selectBackend('auto', {});
    if (!probes.some((probe) => probe.loads && probe.report.gpu))
      expect(name).toBe(tensorflow?.loads ? 'tensorflow' : 'wasm');
    expect(tf.getBackend()).toBe(name);
    await checkProduct();
  });

  test('leaves the backend that was current current when only looking', async () => {
    await selectBackend('wasm');
    const probes = await probeBackends();
    expect(probes.map(({ name }) => name)).toEqual(['tensorflow', 'webgpu', 'wasm', 'cpu']);
    expect(tf.getBackend()).toBe('wasm');
  });
});

describe('in a fresh process', () => {
  test('importing the module loads no backend', () => {
    const { stdout } = fresh(`console.log(JSON.stringify(process.report.getReport().sharedObjects));`);
    expect(stdout).toMatch(/libc/);
    expect(stdout).not.toMatch(/tensorflow|dawn/);
  });

  test.each(['auto', 'cpu', 'wasm'])('%s starts without a word on the terminal', (name) => {
    const lines = `await backend.selectBackend('${name}');
      const tf = await import('@tensorflow/tfjs');
      console.log(tf.ones([2, 2]).matMul(tf.ones([2, 2])).dataSync()[0]);`;
    expect(fresh(lines, { HPDM_BACKEND: 'auto' })).toEqual({ stdout: '2', stderr: '' });
  });
});
