import { readCascade } from '../dsl/index.js';
import { selectBackend } from '../operators/tensor/select-backend.js';
import { native } from '../operators/tensor/native.js';
import type { Bench } from './bench.js';
import { cascadeFile } from './cascade-file.js';
import { measureSteps } from './measure-steps.js';

/** Which share of the machine's speed does a training step use? Arguments: cascade (mnist), batch (32), steps (16), precision (float32). */
const trainStep: Bench = {
  name: 'train-step',
  summary: 'a training step and its share of the matmul rate of the same process; args: CASCADE BATCH STEPS PRECISION',
  smoke: ['mnist', '2', '1'],
  run: async ([cascade = 'mnist', batch = '32', steps = '16', precision = 'float32']) => {
    const { name, device } = await selectBackend();
    const kernels = native() === undefined ? 'general kernels' : "hpdm's own kernels";
    console.log(`backend ${name} (${device}, ${kernels}); cascade ${cascade}, batch ${batch}, ${precision}`);
    const measured = await measureSteps(readCascade(cascadeFile(cascade)), {
      batch: Number(batch),
      steps: Number(steps),
      precision,
      skipped: Number(steps) > 8 ? 6 : 1,
    });
    const { seconds, flops, share, rate, parameters, peakBytes } = measured;
    console.log(`training step   ${seconds.toFixed(3)} s (median of ${steps}), ${(flops / 1e9).toFixed(0)} GFLOP`);
    console.log(
      `                ${(flops / seconds / 1e9).toFixed(0)} GFLOP/s; 1024³ matmul beside it ${rate.toFixed(0)}: ${(100 * share).toFixed(0)} %`,
    );
    console.log(
      `memory          ${(peakBytes / 1e9).toFixed(2)} GB of tensors, ${(parameters / 1e6).toFixed(1)} M parameters`,
    );
  },
};

export default trainStep;
