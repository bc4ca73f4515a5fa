import { describe, expect, test } from '@jest/globals';
import { countPatches, Engine, engine, keep, withEngine } from '../../../../operators/tensor/sketch/engine.js';

describe('the bytes alive', () => {
  test('are those given at the start and those made since, less what was disposed of', () => {
    const own = new Engine(100);
    withEngine(own, () => {
      const first = own.make([10]);
      first.dispose();
      own.make([5]);
    });
    expect(own.most).toBe(140);
  });

  test('of a scope go with it, except its result and what is kept', () => {
    const own = new Engine(0);
    const { result, kept, lost } = withEngine(own, () => {
      const kept: unknown[] = [];
      const lost: unknown[] = [];
      const result = own.tidy(() => {
        kept.push(keep(own.make([2])));
        lost.push(own.make([3]));
        return { inside: [own.make([4])] };
      });
      return { result, kept, lost };
    });
    expect(result.inside[0]?.isDisposed).toBe(false);
    expect(kept).toMatchObject([{ isDisposed: false }]);
    expect(lost).toMatchObject([{ isDisposed: true }]);
  });
});

describe('gradients', () => {
  test('have the shapes of what they are taken for', () => {
    const own = new Engine(0);
    const shapes = withEngine(own, () => {
      const x = own.make([2, 3]);
      const sum = () =>
        own.operate(
          [x],
          () => [own.make([])],
          () => [own.make([2, 3])],
        )[0] ?? x;
      return own.gradients(sum, [x]).grads.map(({ shape }) => shape);
    });
    expect(shapes).toEqual([[2, 3]]);
  });

  test('that do not reach a tensor are an error that names its shape', () => {
    const own = new Engine(0);
    expect(() => withEngine(own, () => own.gradients(() => own.make([]), [own.make([7])]))).toThrow('[7]');
  });
});

test('patches are counted while a plan is made, and cost nothing otherwise', () => {
  const own = new Engine(0);
  withEngine(own, () => {
    countPatches(3);
    countPatches(4);
    expect(engine()).toBe(own);
  });
  countPatches(100);
  expect(own.patches).toBe(7);
});
