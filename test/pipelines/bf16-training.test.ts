import { expect, test } from '@jest/globals';
import { load, run, type PipelineDocument } from '../../dsl/index.js';
import { operators } from '../../operators/index.js';
import type { Precision } from '../../operators/tensor/precision.js';
import { builtIn } from '../../pipelines/built-in.js';
import { onTensorflow } from '../backends.js';
import { hasBf16 } from '../bf16.js';
import { smallCascade } from '../cascade.js';

const CASCADE = smallCascade({
  channels: 1,
  patch: [4, 16, 16],
  levels: [{ size: [4, 16, 16] }, { size: [8, 32, 32] }, { size: [16, 64, 64] }],
  network: { token: [2, 4, 4], width: 32 },
});

const STEPS = 6;

/** `train.yaml` without the files of a run. */
const TRAIN = {
  hpdm: 1,
  extends: builtIn('train.yaml'),
  params: { every: null, minutes: null, keep: null, best: null, preview: null, sampler: null, overwrite: null },
  nodes: { checkpoint: null, preview: null, record: null },
  out: { training: 'step.training' },
} as unknown as PipelineDocument;

/** The losses of the steps of a run. */
async function lossesIn(precision: Precision): Promise<number[]> {
  const losses: number[] = [];
  const values = { cascade: CASCADE, batch: 4, steps: STEPS, warmup: 2, precision };
  await run(await load(TRAIN, values, operators), {
    onEvent: (event) => {
      if (event.type === 'metric') losses.push(event.values['loss'] ?? NaN);
    },
  });
  return losses;
}

onTensorflow('training in bfloat16', () => {
  const tested = hasBf16 ? test : test.skip;

  tested('learns as in float32, and is the same bit for bit when it is repeated', async () => {
    const [exact, found] = [await lossesIn('float32'), await lossesIn('bf16')];
    expect(found).toHaveLength(STEPS);
    expect(found).not.toEqual(exact);
    for (const [i, loss] of found.entries()) expect(Math.abs(loss / (exact[i] ?? NaN) - 1)).toBeLessThan(0.02);
    expect(await lossesIn('bf16')).toEqual(found);
  });
});
