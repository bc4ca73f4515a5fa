import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { hpdm, scratch } from './command-line.js';

const folder = scratch();
const root = process.cwd();

/** Writes what a command had loaded when it ends; worker threads of the TypeScript loader keep still. */
const SPY = `if (require('node:worker_threads').isMainThread) {
  process.on('exit', () => process.stderr.write('loaded: ' + Object.keys(require.cache).join(' ') + '\\n'));
}`;
writeFileSync(join(folder, 'spy.cjs'), SPY);

/** The promise is one second on an idle machine; tests share theirs with others. */
const PATIENCE_MS = 6000;

describe.each([
  ['check', join(root, 'pipelines/sample.yaml')],
  ['check', join(root, 'pipelines/train.yaml')],
  ['draw', join(root, 'pipelines/sample.yaml')],
  ['plan', join(root, 'pipelines/sample.yaml')],
  ['ops', 'train.step'],
])('hpdm %s %s', (command, argument) => {
  test('loads no TensorFlow.js, no backend, no RxJS', () => {
    const { status, stderr } = hpdm(folder, [command, argument], {
      NODE_OPTIONS: `--require=${join(folder, 'spy.cjs')}`,
    });
    expect(status).toBe(0);
    const loaded = /^loaded: (.*)$/m.exec(stderr)?.[1] ?? '';
    expect(loaded).toContain('io-ts');
    expect(loaded).not.toMatch(/@tensorflow|node_modules.(webgpu|rxjs|sharp)\b/);
  });

  test(`answers within ${PATIENCE_MS} ms, Node's own start included`, () => {
    const times = [1, 2, 3].map(() => {
      const start = performance.now();
      expect(hpdm(folder, [command, argument]).status).toBe(0);
      return performance.now() - start;
    });
    expect(Math.min(...times)).toBeLessThan(PATIENCE_MS);
  });
});
