import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { load } from '../../../dsl/index.js';
import { operators } from '../../../operators/index.js';
import { formatDryRun } from '../../../pipelines/cli/dry-run.js';
import { scratch } from './command-line.js';

const folder = scratch();

describe('hpdm run --dry-run', () => {
  test('shows every node with every setting as resolved, bodies too, and the plan', async () => {
    const cascade = join(folder, 'tiny.yaml');
    const text = formatDryRun(await load('pipelines/sample.yaml', { cascade, count: 2 }, operators), 5);
    expect(text).toMatch(/^seed 5, 1 item in flight\n/);
    expect(text).toContain(
      'slabs   patch.slabs\n  cascade: cascade of 2 levels, 4×16×16 → 16×64×64\n  level: -1\n  count: 2\n',
    );
    expect(text).toMatch(/level\.0\.solve\/tiles {3}patch\.tiles {3}canvas ← in\.canvas, shift ← in\.shift\n/);
    expect(text).toMatch(/level\.0\.noise {3}noise\.canvas {3}slab ← slabs\.slab\n[^]*? count: that of slab\n/);
    expect(text).toMatch(/parameters {5}[\d.]+ k/);
  });
});
