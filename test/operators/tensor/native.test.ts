import { existsSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { native } from '../../../operators/tensor/native.js';
import { nativeLibrary } from '../../../operators/tensor/native/library.js';
import { tf } from '../../../operators/tensor/tf.js';
import { onTensorflow } from '../../backends.js';
import { compiledUrl, program } from '../../program.js';
import { uniform } from '../../random-products.js';
import { expectClose, kernels, library, tested } from './native/loaded.js';

onTensorflow("hpdm's own kernels", () => {
  test('serve where setup compiled them, and only on tensorflow', async () => {
    expect(native() !== undefined).toBe(existsSync(library));
    await selectBackend('cpu');
    expect(native()).toBeUndefined();
    await selectBackend('tensorflow');
  });

  tested('a norm modulated per patch and a gated residual, with more tokens than a job has', () => {
    tf.tidy(() => {
      const [N, n, d] = [3, 150, 37];
      const [x, dy, shift, scale] = [
        uniform([N * n, d], 1),
        uniform([N * n, d], 2),
        uniform([N, d], 3),
        uniform([N, d], 4),
      ];
      const each = (v: tf.Tensor2D): tf.Tensor2D =>
        tf.reshape(tf.tile(tf.reshape(v, [N, 1, d]), [1, n, 1]), [N * n, d]);
      const sums = (v: tf.Tensor): tf.Tensor => tf.sum(tf.reshape(v, [N, n, d]), 1);
      const [y, normal, inverse] = kernels().modulate(x, shift, scale);
      const [expected, factors] = kernels().normalise(x);
      expectClose(normal, expected, 1e-6);
      expectClose(inverse, factors, 1e-6);
      expectClose(y, tf.add(tf.mul(normal, tf.add(each(scale), 1)), each(shift)), 1e-5);
      const [dx, dShift, dScale] = kernels().modulateGradient(dy, scale, normal, inverse);
      const scaled = tf.mul<tf.Tensor2D>(dy, tf.add(each(scale), 1));
      expectClose(dx, kernels().normaliseGradient(scaled, undefined, normal, inverse), 1e-5);
      expectClose(dShift, sums(dy), 1e-4);
      expectClose(dScale, sums(tf.mul(dy, normal)), 1e-4);
      expectClose(kernels().addGated(x, dy, scale), tf.add(x, tf.mul(dy, each(scale))), 1e-6);
      const [dGated, dGate] = kernels().addGatedGradient(dy, x, scale);
      expectClose(dGated, tf.mul(dy, each(scale)), 1e-6);
      expectClose(dGate, sums(tf.mul(dy, x)), 1e-4);
      expect(() => kernels().addGated(x, dy, uniform([4, d], 5))).toThrow(/do not fit/);
    });
  });

  tested('what does not fit into each other is an error as of TensorFlow, not the end of the process', () => {
    tf.tidy(() => {
      const ones = (...shape: [number, number]): tf.Tensor2D => tf.ones(shape);
      expect(() => kernels().matMul(ones(4, 3), ones(2, 5), {})).toThrow(/do not fit/);
      expect(() => kernels().kernelGradient(ones(4, 3), ones(2, 5))).toThrow(/do not fit/);
      expect(() => kernels().cut(tf.ones([4]), [[3], [2]])).toThrow(/shorter than/);
      const axes = (count: number, length: number) => ({ f: undefined, h: tf.ones<tf.Rank.R3>([count, 3, length]), w: undefined }); // prettier-ignore
      const volumes = tf.ones<tf.Rank.R5>([3, 1, 4, 1, 1]);
      expect(kernels().resample(volumes, axes(3, 4), false).shape).toEqual([3, 1, 3, 1, 1]);
      expect(() => kernels().resample(volumes, axes(2, 4), false)).toThrow(/one for each sample/);
      expect(() => kernels().resample(volumes, axes(3, 3), false)).toThrow(/do not fit/);
      expect(() => kernels().resample(volumes, axes(3, 4), true)).toThrow(/do not fit/);
      expect(kernels().matMul(ones(1, 2), ones(2, 1), {}).dataSync()).toEqual(Float32Array.of(2));
    });
  });

  // every worker of the tests has one thread, so that two of them do not wait for each other
  tested('give the same bits with one thread and with three', async () => {
    const [select, own, tfjs] = await Promise.all(
      ['operators/tensor/select-backend.ts', 'operators/tensor/native.ts', 'operators/tensor/tf.js'].map(compiledUrl),
    );
    const bits = (threads: number) =>
      program(
        `import { createHash } from 'node:crypto';
         const { selectBackend } = await import('${select}');
         const { native } = await import('${own}');
         const { tf } = await import('${tfjs}');
         await selectBackend('tensorflow');
         let seed = 0;
         const some = (...shape) => {
           const size = shape.reduce((a, b) => a * b, 1);
           return tf.tensor(Float32Array.from({ length: size }, () => Math.sin(++seed * 12.9898)), shape);
         };
         const k = native();
         const [x, dy, gamma, bias, kernel] = [some(900, 96), some(900, 96), some(96), some(200), some(96, 200)];
         const [normal, inverse] = k.normalise(x);
         const [q, kv, shape] = [some(8 * 70, 32), some(8 * 90, 64), { batch: 8, heads: 4 }];
         const [seen, scores] = k.attention(q, kv, shape);
         const w = some(96, 200);
         const mlp = (bf16) => {
           const layers = [w, bias, some(200, 96), gamma];
           const [y, kept] = k.mlp(x, layers, bf16, x);
           return [y, kept, ...k.mlpGradient(x, kept, [w, layers[2]], dy, bf16)];
         };
         const packed = (bf16) => [
           k.packedProduct(x, { panels: k.packKernel(w, bf16), columns: 200, bf16 }, { norm: { gamma, beta: gamma }, bias, gelu: true }),
           k.packedMlp(x, { gamma, beta: gamma }, { panels: k.packKernel(w, bf16), columns: 200, bias, bf16 },
             { panels: k.packKernel(some(200, 96), bf16), bias: gamma }),
         ];
         const bf16 = k.bf16Instructions() === undefined ? [] : [
           ...packed(k.bf16Instructions()),
           ...mlp(k.bf16Instructions()),
           k.matMul(x, w, { bias, bf16: k.bf16Instructions() }), k.kernelGradient(x, some(900, 200), k.bf16Instructions()),
         ];
         const results = [ ...bf16, ...packed(undefined), ...mlp(undefined),
           normal, inverse, k.normaliseGradient(dy, gamma, normal, inverse, x), k.foldNorm(gamma, gamma, kernel, bias),
           k.unfoldNorm(gamma, gamma, kernel, some(96, 200), bias),
           k.modulate(x, some(9, 96), some(9, 96)), k.modulateGradient(dy, some(9, 96), normal, inverse),
           k.addGatedGradient(dy, x, some(9, 96)), k.columnSum(x), k.normals(tf.tensor2d([1, 2, 3, 4, 5, 6, 3], [1, 7], 'int32'), 9001),
           k.resample(some(3, 4, 5, 6, 7), { f: some(3, 2, 4), h: undefined, w: some(1, 9, 6) }, false), k.matMul(x, kernel, { bias, skip: some(900, 200) }), k.kernelGradient(x, some(900, 200)),
           seen, scores, k.attentionGradient(q, kv, shape, [seen, scores, some(8 * 70, 32)]),
         ].flat();
         const hash = createHash('sha256');
         for (const one of results) hash.update(new Uint8Array(one.dataSync().buffer));
         console.log(results.length, hash.digest('hex'));`,
        { env: { TF_NUM_INTRAOP_THREADS: `${threads}` } },
      );
    const alone = bits(1);
    expect(alone).toMatchObject({ status: 0, stdout: expect.stringMatching(/^(35|47) [0-9a-f]{64}$/m) });
    expect(bits(3).stdout).toBe(alone.stdout);
  });

  tested.each([
    [3, 5],
    [70, 33],
    [128, 512],
  ])('a norm folded into a layer of %i × %i, and its gradient', (d, n) => {
    tf.tidy(() => {
      const [gamma, beta, bias, dBias] = ([d, d, n, n] as const).map((size, i) => uniform<tf.Tensor1D>([size], i));
      const [kernel, dFolded] = [4, 5].map((seed) => uniform([d, n], seed));
      if (!gamma || !beta || !bias || !dBias || !kernel || !dFolded) throw new RangeError('unreachable');
      const row = (x: tf.Tensor1D): tf.Tensor2D => tf.reshape(x, [1, -1]);
      const column = (x: tf.Tensor1D): tf.Tensor2D => tf.reshape(x, [-1, 1]);
      const [folded, shifted] = kernels().foldNorm(gamma, beta, kernel, bias);
      expectClose(folded, tf.mul(kernel, column(gamma)), 1e-6);
      expectClose(shifted, tf.add(tf.sum(tf.mul(kernel, column(beta)), 0), bias), 1e-4);
      const [dGamma, dBeta, dKernel] = kernels().unfoldNorm(gamma, beta, kernel, dFolded, dBias);
      expectClose(dGamma, tf.sum(tf.mul(kernel, dFolded), 1), 1e-4);
      expectClose(dBeta, tf.sum(tf.mul(kernel, row(dBias)), 1), 1e-4);
      expectClose(dKernel, tf.add(tf.mul(dFolded, column(gamma)), tf.mul(column(beta), row(dBias))), 1e-6);
    });
  });

  tested('a vector cut into tensors of any rank and joined again is the same', () => {
    tf.tidy(() => {
      const vector = uniform<tf.Tensor1D>([1 + 6 + 4 + 24], 0);
      const parts = kernels().cut(vector, [[], [2, 3], [4], [1, 2, 3, 4]]);
      expect(parts.map(({ shape }) => shape)).toEqual([[], [2, 3], [4], [1, 2, 3, 4]]);
      expect(kernels().join(parts).dataSync()).toEqual(vector.dataSync());
    });
  });
});

test('their library is named after their sources and the processor', () => {
  expect(nativeLibrary('/somewhere')).toMatch(/^\/somewhere\/deps\/lib\/hpdm-kernels-[0-9a-f]{12}\.node$/);
});
