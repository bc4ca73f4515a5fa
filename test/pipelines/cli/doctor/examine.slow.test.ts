import { expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Examination } from '../../../../pipelines/cli/doctor/examine.js';

test('hpdm doctor --json examines this machine', () => {
  const bin = fileURLToPath(new URL('../../../../pipelines/cli/bin.js', import.meta.url));
  const found = JSON.parse(
    execFileSync(process.execPath, [bin, 'doctor', '--json'], { encoding: 'utf8' }),
  ) as Examination;
  expect(found.node).toBe(process.version);
  expect(found.packages['@tensorflow/tfjs']).toBe('4.22.0');
  expect(found.ffmpeg).toHaveProperty('version');
  const speeds = Object.fromEntries(
    found.backends.map((backend) => [backend.name, backend.loads ? backend.speed?.plain : 0]),
  );
  expect(Object.keys(speeds)).toEqual(['tensorflow', 'webgpu', 'wasm', 'cpu']);
  expect(speeds['wasm']).toBeGreaterThan(speeds['cpu'] ?? Infinity);
  // TensorFlow is the reason for setup; a linked one that were slower than wasm would be a broken one.
  if (found.linked) expect(speeds['tensorflow']).toBeGreaterThan(speeds['wasm'] ?? Infinity);
});
