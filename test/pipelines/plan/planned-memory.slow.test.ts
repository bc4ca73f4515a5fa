import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { CASCADES, CASES } from '../../../bench/memory.js';
import { sampledMemory, writeUntrained } from '../../../bench/sampled-memory.js';
import { parseBytes } from '../../../dsl/index.js';
import { refuseProcessor } from '../../../operators/tensor/refuse-processor.js';
import { onTensorflow } from '../../backends.js';

const folder = mkdtempSync(join(tmpdir(), 'hpdm-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Whether this processor computes in bfloat16. */
function hasBf16(): boolean {
  try {
    refuseProcessor();
    return true;
  } catch {
    return false;
  }
}

const here = CASES.filter(([, flags]) => !flags.includes('bf16') || hasBf16());

onTensorflow('a sampling in a process of its own', () => {
  test.each(here)(
    '%s %s: its peak is within 15 % of the plan, and within its limit',
    async (name, flags) => {
      const checkpoint = join(folder, `${name}.safetensors`);
      await writeUntrained(checkpoint, CASCADES[name] ?? {});
      const { peak, planned } = await sampledMemory(folder, ['--checkpoint', checkpoint, ...flags.split(' ')]);
      expect(peak / planned).toBeGreaterThan(0.85);
      expect(peak / planned).toBeLessThan(1.15);
      const [, limit = ''] = /--memory (\S+)/.exec(flags) ?? [];
      expect(peak).toBeLessThan(parseBytes(limit) ?? NaN);
    },
    3_600_000,
  );
});
