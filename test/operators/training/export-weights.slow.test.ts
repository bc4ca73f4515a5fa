import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { exportWeights } from '../../../operators/training/export-weights.js';
import { saveTraining } from '../../../operators/training/save-training.js';
import { disposeState, weightsOf } from '../../../operators/training/training-state.js';
import { Training } from '../../../operators/training/training.js';
import { smallCascade } from '../../cascade.js';

const folder = mkdtempSync(join(tmpdir(), 'hpdm-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What Python's own library reads, as JSON: metadata, and of every tensor its type, shape, sum and first number. */
const READER = `
import json, sys
from safetensors import safe_open
with safe_open(sys.argv[1], framework="np") as f:
    tensors = {k: f.get_tensor(k) for k in f.keys()}
    print(json.dumps({"metadata": f.metadata(), "tensors": {k: [str(t.dtype), list(t.shape), float(t.astype("float64").sum()), float(t.flat[0])] for k, t in tensors.items()}}))
`;

/** A Python with the library safetensors; undefined with the reason printed where none can be made. */
function python(): string | undefined {
  const venv = join(folder, 'venv');
  const steps: readonly (readonly [string, readonly string[]])[] = [
    ['python3', ['-m', 'venv', venv]],
    [join(venv, 'bin/python'), ['-m', 'pip', 'install', '--quiet', 'safetensors', 'numpy']],
  ];
  for (const [command, args] of steps) {
    const { status, error, stderr } = spawnSync(command, args, { encoding: 'utf8' });
    if (status === 0) continue;
    console.warn(`skipped, since ${command} ${args.join(' ')} failed: ${error?.message ?? stderr}`);
    return undefined;
  }
  return join(venv, 'bin/python');
}

test("Python's safetensors reads what is exported, to the last bit, in full and in half precision", async () => {
  const interpreter = python();
  if (interpreter === undefined) return;
  await selectBackend('cpu');
  const training = new Training(smallCascade(), 1, 'lamb');
  const state = training.snapshot();
  await saveTraining(state, folder, 1);
  const weights = weightsOf(state, 'average');
  for (const half of [false, true]) {
    const file = join(folder, `half-${half}.safetensors`);
    await exportWeights(folder, file, { weights: 'average', half, licence: 'mine' });
    const { status, stdout, stderr } = spawnSync(interpreter, ['-c', READER, file], { encoding: 'utf8' });
    expect({ status, stderr }).toMatchObject({ status: 0 });
    const { metadata, tensors } = JSON.parse(stdout) as {
      metadata: Record<string, string>;
      tensors: Record<string, [string, number[], number, number]>;
    };
    expect(metadata).toMatchObject({ format: 'hpdm', licence: 'mine', weights: 'average' });
    expect(Object.keys(tensors).sort()).toEqual(Object.keys(weights).sort());
    for (const [name, [dtype, shape, sum]] of Object.entries(tensors)) {
      const values = weights[name]?.dataSync() ?? [];
      const expected = [...values].reduce((total, value) => total + value, 0);
      expect([dtype, shape]).toEqual([half ? 'float16' : 'float32', weights[name]?.shape]);
      const tolerance = half ? 1e-3 * [...values].reduce((total, value) => total + Math.abs(value), 1e-6) : 1e-9;
      expect(Math.abs(sum - expected)).toBeLessThanOrEqual(tolerance);
    }
  }
  disposeState(state);
  training.dispose();
});
