import { expect, test } from '@jest/globals';
import { probeBackend } from '../../../../operators/tensor/select-backend.js';
import { compiledUrl, program } from '../../../program.js';

/** In a process of its own: an error of the card is never forgotten. */
const probe = await probeBackend('webgpu');
if (!probe.loads) console.warn(`skipped: ${probe.why} (set VK_DRIVER_FILES to a software Vulkan to run this)`);

(probe.loads ? test : test.skip)(
  'a tensor that the card cannot hold is an error where its numbers are read',
  async () => {
    const { stdout } = program(`
    const { selectBackend } = await import(${JSON.stringify(await compiledUrl('operators/tensor/select-backend.ts'))});
    const { default: tf } = await import('@tensorflow/tfjs');
    await selectBackend('webgpu');
    const side = Math.floor(Math.sqrt(tf.backend().device.limits.maxBufferSize / 4)) + 1;
    const read = async (x) => (await x.data())[0];
    const small = tf.add(tf.ones([2]), 1);
    console.log(await read(small));
    const large = tf.add(tf.ones([side, 1]), tf.ones([1, side]));
    for (const x of [tf.max(large), tf.mul(small, 2)])
      await read(x).then(console.log, ({ faults }) => console.log(JSON.stringify(faults[0])));
    process.exit();
  `);
    const [first = '', ...failures] = stdout.trim().split('\n');
    expect(first).toBe('2');
    expect(failures.map((line) => JSON.parse(line) as unknown)).toEqual(
      Array.from({ length: 2 }, () =>
        expect.objectContaining({ code: 'E_BACKEND_FAILED', got: expect.stringContaining('max buffer size limit') }),
      ),
    );
  },
);
