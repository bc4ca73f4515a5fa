import { beforeAll, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import type { Port } from '../../../dsl/index.js';
import type { Condition } from '../../../operators/network/condition.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { condition } from '../../../operators/values/condition.js';
import { context, projected } from '../../../operators/values/context.js';
import { frames } from '../../../operators/values/frames.js';
import { latents } from '../../../operators/values/latents.js';
import { network } from '../../../operators/values/network.js';
import { patches } from '../../../operators/values/patches.js';
import { pyramid } from '../../../operators/values/pyramid.js';
import { scalar } from '../../../operators/values/scalar.js';
import { vector } from '../../../operators/values/vector.js';
import { unbounded } from '../../../operators/values/unbounded.js';
import { video } from '../../../operators/values/video.js';
import { smallCascade } from '../../cascade.js';

beforeAll(() => selectBackend('cpu'));

const clip = (): tf.Tensor5D => tf.zeros([1, 2, 4, 4, 3]);
const table = (): tf.Tensor2D => tf.zeros([2, 3]);

/** What `make` gives to a port is released; how many tensors it made and how many stay. */
function released<T, N extends string>(port: Port<T, N>, make: () => NoInfer<T>): { made: number; stay: number } {
  const before = tf.memory().numTensors;
  const value = make();
  const made = tf.memory().numTensors - before;
  port.kind.release(value);
  return { made, stay: tf.memory().numTensors - before };
}

test('releasing a value disposes of every tensor it holds', () => {
  const found = {
    video: released(video(1, 2, 4, 4, 3), clip),
    patches: released(patches(1, 2, 4, 4, 3), clip),
    pyramid: released(pyramid(), () => [clip(), clip(), clip()]),
    network: released(network(), () => ({ cascade: smallCascade(), weights: { a: table(), b: table() } })),
    scalar: released(scalar(), () => tf.scalar(1)),
    vector: released(vector(3), () => tf.zeros([3])),
    text: released(condition(), (): Condition => ({
      kind: 'text',
      tokens: tf.zeros([1, 2, 3]),
      mask: table(),
      pooled: table(),
      guidance: 1,
    })),
    classes: released(condition(), (): Condition => ({ kind: 'classes', classes: [1, null], guidance: 1 })),
    latents: released(latents(), table),
    'no latents': released(latents(), () => undefined),
    context: released(context(), () => [
      {
        level: 0,
        videos: 1,
        halves: 1 as const,
        blocks: [table(), undefined, table()],
        firstLook: [table()],
        pixels: clip(),
        estimates: clip(),
      },
    ]),
    projected: released(projected(), () => ({
      first: 0,
      parts: [
        {
          ...{ level: 1, tiling: [[0], [0], [0]] as const, halves: 1 as const },
          kept: [{ count: 1, blocks: [undefined, table()], pixels: table(), base: clip() }],
          coarser: [{ level: 0, videos: 1, halves: 1 as const, blocks: [table()], firstLook: [] }],
        },
      ],
    })),
  };
  const made = { video: 1, patches: 1, pyramid: 3, network: 2, scalar: 1, vector: 1, text: 3, classes: 0, latents: 1 };
  const all = { ...made, 'no latents': 0, context: 5, projected: 4 };
  expect(found).toEqual(
    Object.fromEntries(Object.entries(all).map(([name, count]) => [name, { made: count, stay: 0 }])),
  );
});

test('released frames give their memory back, once', () => {
  let given = 0;
  const picture = { width: 1, height: 1, channels: 3 as const, count: 1, data: new Uint8Array(3) };
  frames().kind.release({ ...picture, recycle: () => given++ });
  frames().kind.release(picture);
  expect(given).toBe(1);
});

test('without its range a port takes any number, and is the same otherwise', () => {
  const port = video('B', 'F', 'H', 'W', 'C');
  expect(port.range).toEqual([-1, 1]);
  expect({ ...unbounded(port), range: port.range }).toEqual(port);
  expect(unbounded(port)).not.toHaveProperty('range');
});
