import { beforeAll, expect, test } from '@jest/globals';
import type { InPieces } from '../../../dsl/index.js';
import { pieceByPiece } from '../../../operators/tensor/piece-by-piece.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { tf } from '../../../operators/tensor/tf.js';

beforeAll(() => selectBackend('cpu'));

const signal = new AbortController().signal;

/** Adds 1 to a number in each of three pieces; `seen` gets how many tensors there are at the beginning of each. */
function* adding(x: tf.Tensor, seen: (tensors: number) => void = () => undefined): InPieces<tf.Tensor> {
  let sum = x;
  for (let done = 0; ; done++) {
    seen(tf.memory().numTensors);
    sum = tf.add(tf.mul(sum, 1), 1);
    if (done === 2) return sum;
    yield { needed: { deep: [sum, x] }, done: done + 1, of: 3 };
  }
}

test('of each piece only what is needed stays, of the whole its result, and its inputs are left alone', async () => {
  const x = tf.scalar(5);
  const before = tf.memory().numTensors;
  const counts: number[] = [];
  const sum = await pieceByPiece(
    adding(x, (tensors) => counts.push(tensors - before)),
    { signal },
  );
  expect(sum.dataSync()[0]).toBe(8);
  expect(counts).toEqual([0, 1, 1]);
  expect(tf.memory().numTensors - before).toBe(1);
  expect(x.dataSync()[0]).toBe(5);
});

test('timers run between the pieces, which say how far the work is', async () => {
  const order: string[] = [];
  const work = pieceByPiece(adding(tf.scalar(0)), { signal, passed: (done, of) => order.push(`${done} of ${of}`) });
  setImmediate(() => order.push('another'));
  await work;
  expect(order).toEqual(['1 of 3', 'another', '2 of 3']);
});

test.each([
  ['is cancelled', () => undefined, 'cancelled'],
  ['fails', () => { throw new Error('no room'); }, 'no room'], // prettier-ignore
])('work that %s leaves nothing behind', async (_, hurt, message) => {
  const x = tf.scalar(5);
  const before = tf.memory().numTensors;
  const abort = new AbortController();
  let pieces = 0;
  const seen = (): void => {
    pieces += 1;
    if (pieces === 2) hurt();
    if (pieces === 2) abort.abort(new Error('cancelled'));
  };
  await expect(pieceByPiece(adding(x, seen), { signal: abort.signal })).rejects.toThrow(message);
  expect(pieces).toBe(2);
  expect(tf.memory().numTensors).toBe(before);
});

test('an error while work is given up does not hide the one that ended it', async () => {
  const before = tf.memory().numTensors;
  const abort = new AbortController();
  const work = function* (): InPieces<undefined> {
    try {
      abort.abort(new Error('cancelled'));
      yield { needed: tf.scalar(1), done: 1, of: 2 };
    } finally {
      closeFile();
    }
  };
  const closeFile = (): void => {
    throw new Error('the disk is gone');
  };
  await expect(pieceByPiece(work(), { signal: abort.signal })).rejects.toThrow('cancelled');
  expect(tf.memory().numTensors).toBe(before);
});
