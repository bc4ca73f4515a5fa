import { cascadeOf } from '../dsl/cascade/read-cascade.js';
import { writtenSource } from '../dsl/document/read-source.js';
import { selectBackend } from '../operators/tensor/select-backend.js';
import { builtIn } from '../pipelines/built-in.js';
import type { Bench } from './bench.js';
import { measureSteps, type MeasuredSteps } from './measure-steps.js';

/** What a way changes of the cascade. */
type Changes = Readonly<Record<string, unknown>> & { readonly network?: object };

/**
 * The three ways to train HPDM-S on one video that the paper's Table 1 compares: the whole video as one patch, nested patches
 * through all blocks, and adaptive computation. The video has half the paper's size along every axis, the largest that fits in 24 GiB as one patch.
 */
const WAYS: readonly { readonly name: string; readonly changes: Changes }[] = [
  {
    name: 'whole video, one patch',
    changes: {
      patch: [32, 128, 128],
      levels: [{ size: [32, 128, 128] }],
      network: { levelsPerBlock: [1, 1, 1, 1, 1, 1] },
    },
  },
  { name: 'patches', changes: { ...smaller(), network: { levelsPerBlock: [3, 3, 3, 3, 3, 3] } } },
  { name: 'patches, adaptive', changes: smaller() },
];

/** Patches of 8×32×32 from a video of 32×128×128 in three levels, the same ratios as in the paper. */
function smaller(): Changes {
  return {
    patch: [8, 32, 32],
    levels: { 0: { size: [8, 32, 32] }, 1: { size: [16, 64, 64] }, 2: { size: [32, 128, 128] } },
  };
}

/** Does training on nested patches save as much time and memory as the paper says? Arguments: steps (1), width of the network (that of HPDM-S). */
const efficiency: Bench = {
  name: 'efficiency',
  summary: "speed and memory of HPDM-S on the whole video, on patches, and with adaptive computation (paper's Table 1)",
  smoke: ['1', '32'],
  run: async ([steps = '1', width]) => {
    const { name, device } = await selectBackend();
    console.log(`backend ${name} (${device}); HPDM-S, one video of 32×128×128 per step`);
    let whole: MeasuredSteps | undefined;
    for (const way of WAYS) {
      const measured = await measure(way.changes, Number(steps), width);
      whole ??= measured;
      report(way.name, measured, whole);
    }
    console.log(
      'paper, 64×256×256 on an A100: patches 3.4 × the speed and 3.6 × less memory, adaptive 5.4 × and 4.6 ×',
    );
    const [all, adaptive] = [
      await measure({ network: { levelsPerBlock: [3, 3, 3, 3, 3, 3] } }, Number(steps) + 1, width),
      await measure({}, Number(steps) + 1, width),
    ];
    report('16×64×64 patches', all, all);
    report('the same, adaptive', adaptive, all);
  },
};

export default efficiency;

/** @param width of a small network; that of HPDM-S if left out */
async function measure(changes: Changes, steps: number, width: string | undefined): Promise<MeasuredSteps> {
  const small = width === undefined ? {} : { width: Number(width), latents: 8, latentWidth: Number(width), layers: 1 };
  const network = { ...changes.network, ...small };
  const cascade = { extends: builtIn('cascades/ucf101-s.yaml'), condition: null, ...changes, network };
  return measureSteps(cascadeOf(writtenSource(cascade)), { batch: 1, steps, skipped: 1 });
}

function report(name: string, { seconds, flops, peakBytes, share }: MeasuredSteps, whole: MeasuredSteps): void {
  const ratio = `${(whole.seconds / seconds).toFixed(2)} × the speed, ${(whole.peakBytes / peakBytes).toFixed(2)} × less memory`;
  console.log(
    `${name.padEnd(24)} ${seconds.toFixed(2)} s/step  ${(flops / 1e9).toFixed(0)} GFLOP (${(100 * share).toFixed(0)} % of matmul)  ${(peakBytes / 1e9).toFixed(2)} GB   ${ratio}`,
  );
}
