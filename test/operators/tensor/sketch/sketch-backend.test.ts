import { describe, expect, test } from '@jest/globals';
import { Engine, withEngine } from '../../../../operators/tensor/sketch/engine.js';
import { sketchBackend } from '../../../../operators/tensor/sketch/sketch-backend.js';

/** Run a kernel on tensors of these shapes: the shapes of its results, and how many operations it counts. */
function run(name: string, attributes: Readonly<Record<string, unknown>>, ...shapes: number[][]) {
  const own = new Engine(0);
  const results = withEngine(own, () =>
    sketchBackend.executeMultipleOutputs(
      name,
      Object.entries(attributes).map(([name, value]) => ({ name, value })),
      shapes.map((shape) => own.make(shape)),
    ),
  );
  return { shapes: results.map(({ shape }) => shape), flops: own.flops };
}

describe('a kernel on sketches', () => {
  test('counts two operations for each multiply and add of a product', () => {
    expect(run('HpdmMatMul', {}, [5, 3], [3, 4])).toEqual({ shapes: [[5, 4]], flops: 2 * 5 * 3 * 4 });
    expect(run('MatMul', { transpose_a: true }, [3, 5], [3, 4])).toEqual({ shapes: [[5, 4]], flops: 120 });
  });

  test('counts both products of attention, of every query with every key of its patch', () => {
    // two patches with 3 queries and 5 keys each, 4 wide in 2 heads
    const found = run('HpdmAttention', { batch: 2, heads: 2, packed: 0 }, [6, 4], [10, 8]);
    expect(found).toEqual({
      shapes: [
        [6, 4],
        [4, 3],
      ],
      flops: 2 * (2 * 6 * 5 * 4),
    });
    // packed with their keys and values, queries are given in both places
    expect(run('HpdmAttention', { batch: 2, heads: 2, packed: 1 }, [6, 12], [6, 12]).flops).toBe(2 * (2 * 6 * 3 * 4));
  });

  test('counts products with packed kernels, whose columns stand in an attribute, and packs into whole panels', () => {
    expect(run('HpdmPackedMatMul', { columns: 4 }, [5, 3], [512])).toEqual({ shapes: [[5, 4]], flops: 2 * 5 * 3 * 4 });
    expect(run('HpdmPackedMlp', { columns: 6 }, [5, 3])).toEqual({ shapes: [[5, 3]], flops: 2 * (2 * 5 * 3 * 6) });
    expect(run('HpdmPack', { bf16: 2 }, [33, 5]).shapes).toEqual([[(64 * 32) / 2]]);
    expect(run('HpdmPack', { bf16: 0 }, [33, 5]).shapes).toEqual([[33 * 32]]);
  });

  test('cuts a vector into the shapes that stand behind their ranks', () => {
    expect(run('HpdmCut', { shapes: [2, 3, 4, 1, 5] }, [17]).shapes).toEqual([[3, 4], [5]]);
  });

  test('resamples the axes that have matrices, and back', () => {
    const axes = [0, 1, 1]; // an axis without a matrix is given the volumes in its place
    const [volumes, rows, columns] = [
      [2, 3, 4, 5, 6],
      [2, 7, 4],
      [1, 8, 5],
    ];
    expect(run('HpdmResample', { axes, transposed: 0 }, volumes, volumes, rows, columns).shapes).toEqual([
      [2, 3, 7, 8, 6],
    ]);
    const resampled = [2, 3, 7, 8, 6];
    expect(run('HpdmResample', { axes, transposed: 1 }, resampled, resampled, rows, columns).shapes).toEqual([volumes]);
  });

  test('that nobody described is an error, and not free of cost', () => {
    expect(() => run('Conv3D', {}, [1])).toThrow('Conv3D');
  });
});
