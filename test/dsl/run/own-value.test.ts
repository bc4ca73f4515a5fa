import { describe, expect, test } from '@jest/globals';
import { load, pure, registryOf, run, source, type Kind } from '../../../dsl/index.js';
import { ownValue } from '../../../dsl/run/own-value.js';
import { frames } from '../../../operators/values/frames.js';

const words: Kind<unknown> = { name: 'words', tensors: false, release: () => undefined };
const { kind } = frames();
const whole = { count: 1, height: 1, width: 1, channels: 3, data: new Uint8Array(3) };

test('what an operator returned for an output is a value of its kind', () => {
  expect(ownValue({ frames: whole }, 'frames', kind as Kind<unknown>)).toBe(whole);
  expect(ownValue({ a: null }, 'a', words)).toBeNull();
});

test.each([
  [undefined, 'nothing', 'return { frames: … }'],
  [{}, 'nothing', 'return { frames: … }'],
  [{ video: 1 }, 'only video', 'return { video, frames: … }'],
])('%j has no such output', (results, got, advice) => {
  expect(() => ownValue(results, 'frames', words)).toThrow(
    expect.objectContaining({ exitCode: 3, faults: [expect.objectContaining({ got, try: advice })] }),
  );
});

test.each([
  [5, 'number 5'],
  [null, 'null'],
  ['text', "string 'text'"],
  [[1], 'Array'],
  [{ width: 1, height: 1 }, 'Object with width, height'],
  [{ ...whole, count: 'one' }, 'Object with count, height, width, channels, data'],
  [{ ...whole, data: undefined }, 'Object with count, height, width, channels, data'],
])('%j are no frames', (value, got) => {
  expect(() => ownValue({ frames: value }, 'frames', kind as Kind<unknown>)).toThrow(
    expect.objectContaining({ code: 'E_VALUE_SHAPE', faults: [expect.objectContaining({ got })] }),
  );
});

describe('in a run', () => {
  const one = source({
    id: 'my.one',
    summary: 'One frame',
    emits: 'one',
    in: {},
    out: { frames: frames() },
    with: {},
    run: async function* () {
      yield { frames: { ...whole, channels: 3 as const } };
    },
  });
  const odd = pure({
    id: 'my.odd',
    summary: 'A number in the place of frames',
    in: { frames: frames() },
    out: { frames: frames() },
    with: {},
    run: () => ({ frames: 5 }) as never,
  });

  test('the fault is at the node of the operator that made the value', async () => {
    const nodes = { one: { op: 'my.one' }, odd: { op: 'my.odd', in: { frames: 'one.frames' } } };
    const graph = await load({ hpdm: 1, nodes, out: { frames: 'odd.frames' } }, {}, registryOf([one, odd]));
    await expect(run(graph)).rejects.toMatchObject({
      faults: [{ code: 'E_VALUE_SHAPE', path: 'nodes.odd (my.odd)', got: 'number 5' }],
    });
  });
});
