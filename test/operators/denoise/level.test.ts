import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import type { InPieces } from '../../../dsl/index.js';
import { pieceByPiece } from '../../../operators/tensor/piece-by-piece.js';
import { denoiseLevel } from '../../../operators/denoise/level.js';
import type { Condition } from '../../../operators/network/condition.js';
import { onTensorflow } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { mixedError, normal } from '../../gradients.js';
import { movedNetwork } from '../../network.js';
import { projectedOf } from '../../projected.js';

const cascade = smallCascade({
  condition: { classes: 4 },
  noise: { sigmaData: 0.5 },
  network: { selfCondition: true },
});
const patches = (): tf.Tensor5D => normal('patches', [2, 2, 4, 4, 2]);

/** A tile of each of two videos. */
function inputsOf(network: ReturnType<typeof movedNetwork>, condition?: Condition) {
  return {
    patches: patches(),
    sigma: [[1.2]],
    network,
    context: { first: 0, parts: [projectedOf(cascade, 0)] },
    condition,
    latents: undefined,
    part: undefined,
    shift: undefined,
  };
}

const denoised = (...given: Parameters<typeof inputsOf>) =>
  denoiseLevel.run(inputsOf(...given), { level: 0, batch: 64, memory: undefined });

onTensorflow('a level at one noise level', () => {
  test('is c_skip · x̃ where the network says nothing: 0.25 / 1.69 of it at σ = 1.2', () => {
    const { weights } = movedNetwork(cascade);
    const silent = Object.entries(weights).map(([name, tensor]) => [
      name,
      name.startsWith('detokenizer.') && !name.includes('norm') ? tf.zerosLike(tensor) : tensor,
    ]);
    const found = denoised({ cascade, weights: Object.fromEntries(silent) as typeof weights });
    expect(mixedError(found.denoised.dataSync(), tf.mul(patches(), 0.25 / 1.69).dataSync())).toBeLessThan(1e-6);
  });

  test('goes past the condition by the factor of guidance', () => {
    const network = movedNetwork(cascade);
    const at = (guidance: number, label: number | null): tf.Tensor =>
      denoised(network, { kind: 'classes', classes: [label, label], guidance }).denoised;
    const [none, one, past] = [at(1, null), at(1, 2), at(3, 2)];
    const expected = tf.add(none, tf.mul(tf.sub(one, none), 3));
    expect(mixedError(past.dataSync(), expected.dataSync())).toBeLessThan(1e-4);
    expect(mixedError(past.dataSync(), one.dataSync())).toBeGreaterThan(1e-3);
  });

  test('gives latents for the next step, for both halves where it is guided', () => {
    const latents = (guidance: number) =>
      denoised(movedNetwork(cascade), { kind: 'classes', classes: [0, 1], guidance }).latents?.shape;
    // 3 learned latents, level, noise and class, for each of two tiles
    expect([latents(1), latents(2)]).toEqual([
      [12, 6],
      [24, 6],
    ]);
  });

  test('whose tiles are moved in every step needs to be told how far', () => {
    const moving = smallCascade({
      condition: { classes: 4 },
      levels: [{ size: [2, 4, 4], shift: true }, { size: [4, 8, 8] }],
    });
    expect(() => denoised(movedNetwork(moving))).toThrow(expect.objectContaining({ code: 'E_INPUT_MISSING' }));
  });

  test('is averaged over positions of the token grid up to the σ that the cascade says, in both halves of guidance', () => {
    const at = (cycleSpin: number, guidance: number, label: number | null = 2) => {
      const spun = smallCascade({ condition: { classes: 4 }, levels: [{ size: [2, 4, 4], cycleSpin }] });
      const condition = { kind: 'classes', classes: [label, label], guidance } as const;
      return denoised(movedNetwork(spun), condition).denoised;
    };
    const [none, one, past] = [at(1.2, 1, null), at(1.2, 1), at(1.2, 3)];
    expect(at(1.19, 1).dataSync()).toEqual(at(0, 1).dataSync());
    expect(one.dataSync()).toEqual(at(80, 1).dataSync());
    expect(mixedError(one.dataSync(), at(0, 1).dataSync())).toBeGreaterThan(1e-3);
    const expected = tf.add(none, tf.mul(tf.sub(one, none), 3));
    expect(mixedError(past.dataSync(), expected.dataSync())).toBeLessThan(1e-4);
  });

  test('refuses a condition for another number of videos', () => {
    const one: Condition = { kind: 'classes', classes: [0], guidance: 1 };
    expect(() => denoised(movedNetwork(cascade), one)).toThrow(expect.objectContaining({ code: 'E_CONDITION' }));
  });

  test('in pieces is the same as at once, and leaves nothing behind, nor when it is stopped between them', async () => {
    const inputs = inputsOf(movedNetwork(cascade), { kind: 'classes', classes: [0, 1], guidance: 2 });
    const settings = { level: 0, batch: 2, memory: undefined }; // a tile in both halves
    const before = tf.memory().numTensors;
    const once = denoiseLevel.run(inputs, settings);
    const work = () => denoiseLevel.pieces?.(inputs, settings) as InPieces<typeof once>;
    const passed: number[] = [];
    const signal = new AbortController().signal;
    const slowly = await pieceByPiece(work(), { signal, passed: (done) => passed.push(done) });
    expect(passed).toEqual([1]);
    expect(slowly.denoised.dataSync()).toEqual(once.denoised.dataSync());
    expect(slowly.latents?.dataSync()).toEqual(once.latents?.dataSync());
    tf.dispose([once, slowly]);
    expect(tf.memory().numTensors).toBe(before);
    const abort = new AbortController();
    const stopped = pieceByPiece(work(), {
      signal: abort.signal,
      passed: () => {
        abort.abort(new Error('stopped'));
      },
    });
    await expect(stopped).rejects.toThrow('stopped');
    expect(tf.memory().numTensors).toBe(before);
  });
});
