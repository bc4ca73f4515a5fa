import { expect } from '@jest/globals';
import { placeInStream, stream } from '../../../../operators/tensor/stream.js';
import { tf } from '../../../../operators/tensor/tf.js';
import { onTensorflow } from '../../../backends.js';
import { fc } from '../../../fc.js';
import { kernels, tested } from './loaded.js';

onTensorflow("noise by hpdm's own kernels", () => {
  tested('normals of any part of random streams are those of JavaScript, to the last bit', () => {
    const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    const [seed, level] = [fc.integer({ min: -(2 ** 40), max: 2 ** 40 }), fc.integer({ min: 0, max: 2 ** 16 - 1 })];
    const offset = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 2 ** 34 - 20_000 }));
    const size = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20_000 }));
    fc.assert(
      fc.property(
        seed,
        level,
        fc.array(word, { minLength: 1, maxLength: 3 }),
        offset,
        size,
        (seed, level, items, at, n) => {
          const keys = items.map((item) => ({ seed, level, item, purpose: 'noise' }));
          tf.tidy(() => {
            const places = tf.tensor2d(
              keys.map((key) => [...placeInStream(key, at)]),
              [keys.length, 7],
              'int32',
            );
            const expected = keys.flatMap((key) => [...stream(key).normal(n, at)]);
            expect([...kernels().normals(places, n).dataSync()]).toEqual(expected);
          });
        },
      ),
      { numRuns: 40 },
    );
  });
});
