import { beforeAll, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import type { Body, InPieces } from '../../../dsl/index.js';
import { bodyDenoiser } from '../../../operators/diffusion/body-denoiser.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';

beforeAll(() => selectBackend('cpu'));

const canvas = (value: number): tf.Tensor5D => tf.fill([1, 1, 1, 1, 1], value);

/** A body that adds σ to the canvas and counts its calls in the latents; what it was given each time. */
function counting() {
  const given: (number | undefined)[] = [];
  const body: Body = ({ canvas, sigma, latents }) => {
    const before = (latents as tf.Tensor | undefined)?.dataSync()[0];
    given.push(before);
    const [[level = NaN] = []] = sigma as readonly (readonly number[])[];
    return { denoised: tf.add(canvas as tf.Tensor5D, level), latents: tf.scalar((before ?? 0) + 1) };
  };
  return { given, body };
}

test('the estimate of the body is settled as it is asked for', async () => {
  const { denoise, forget } = bodyDenoiser(counting().body, () => ({}), {
    signal: new AbortController().signal,
    settle: (estimate) => tf.clipByValue(estimate, -1, 1),
  });
  expect((await denoise(canvas(0.25), 0.5, 0)).dataSync()[0]).toBe(0.75);
  expect((await denoise(canvas(0.25), 5, 0)).dataSync()[0]).toBe(1);
  forget();
});

test('every call gets the latents of the one before it, and none stay behind', async () => {
  const { given, body } = counting();
  const x = canvas(0);
  const before = tf.memory().numTensors;
  const { denoise, forget } = bodyDenoiser(body, () => ({}), { signal: new AbortController().signal });
  for (let call = 0; call < 3; call++) (await denoise(x, 1, call)).dispose();
  forget();
  expect(given).toEqual([undefined, 1, 2]);
  expect(tf.memory().numTensors).toBe(before);
});

test('the body gets what belongs to the step', async () => {
  const seen: unknown[] = [];
  const body: Body = ({ canvas, shift }) => (seen.push(shift), { denoised: canvas });
  const { denoise } = bodyDenoiser(body, (step) => ({ shift: 10 * step }), { signal: new AbortController().signal });
  for (const step of [0, 0, 1]) await denoise(canvas(0), 1, step);
  expect(seen).toEqual([0, 0, 10]);
});

test('a cancelled run stops between two calls', async () => {
  const { given, body } = counting();
  const abort = new AbortController();
  const { denoise, forget } = bodyDenoiser(body, () => ({}), { signal: abort.signal });
  await denoise(canvas(0), 1, 0);
  abort.abort(new Error('cancelled'));
  await expect(denoise(canvas(0), 1, 0)).rejects.toThrow('cancelled');
  expect(given.length).toBe(1);
  forget();
});

test('a body that works in pieces can be stopped within a call, and says how far it is', async () => {
  const abort = new AbortController();
  const body: Body = Object.assign(() => ({}), {
    pieces: function* ({ canvas }: Readonly<Record<string, unknown>>): InPieces<Readonly<Record<string, unknown>>> {
      yield { needed: tf.zeros([2]), done: 1, of: 3 };
      yield { needed: [], done: 2, of: 3 };
      return { denoised: tf.add(canvas as tf.Tensor5D, 1) };
    },
  });
  const passed: string[] = [];
  const { denoise } = bodyDenoiser(body, () => ({}), {
    signal: abort.signal,
    passed: (done, of) => passed.push(`${done} of ${of}`),
  });
  const x = canvas(1);
  expect((await denoise(x, 1, 0)).dataSync()[0]).toBe(2);
  expect(passed).toEqual(['1 of 3', '2 of 3']);
  setImmediate(() => abort.abort(new Error('cancelled')));
  await expect(denoise(x, 1, 0)).rejects.toThrow('cancelled');
  expect(passed.length).toBeLessThan(4);
});
