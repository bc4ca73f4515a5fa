import { parseArgs } from 'node:util';
import { readCascade, type Cascade } from '../dsl/index.js';
import { selectBackend } from '../operators/tensor/select-backend.js';
import { native } from '../operators/tensor/native.js';
import type { Bench } from './bench.js';
import { cascadeFile } from './cascade-file.js';
import { median } from './matmul-rate.js';
import { measureSteps } from './measure-steps.js';
import { TorchPeer } from './torch-peer.js';
import { TrainedBatch } from './trained-batch.js';

/** Which share of the machine's speed does a training step use, and how long does PyTorch eager take for the same one? */
const trainStep: Bench = {
  name: 'train-step',
  summary:
    'a training step, its share of the matmul rate of the same process, PyTorch; args: CASCADE BATCH STEPS PRECISION --torch PYTHON',
  smoke: ['mnist', '2', '1'],
  run: async (args) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { torch: { type: 'string' } },
      allowPositionals: true,
    });
    const [cascade = 'mnist', batch = '32', steps = '16', precision = 'float32'] = positionals;
    const { name, device } = await selectBackend();
    const kernels = native() === undefined ? 'general kernels' : "hpdm's own kernels";
    console.log(`backend ${name} (${device}, ${kernels}); cascade ${cascade}, batch ${batch}, ${precision}`);
    const trained = readCascade(cascadeFile(cascade));
    const skipped = Number(steps) > 8 ? 6 : 1;
    const measured = await measureSteps(trained, { batch: Number(batch), steps: Number(steps), precision, skipped });
    const { seconds, flops, share, rate, parameters, peakBytes } = measured;
    console.log(`training step   ${seconds.toFixed(3)} s (median of ${steps}), ${(flops / 1e9).toFixed(0)} GFLOP`);
    console.log(
      `                ${(flops / seconds / 1e9).toFixed(0)} GFLOP/s; 1024³ matmul beside it ${rate.toFixed(0)}: ${(100 * share).toFixed(0)} %`,
    );
    console.log(
      `memory          ${(peakBytes / 1e9).toFixed(2)} GB of tensors, ${(parameters / 1e6).toFixed(1)} M parameters`,
    );
    if (values.torch === undefined) return;
    const torch = await torchSteps(values.torch, trained, Number(batch), Number(steps));
    const after = await measureSteps(trained, { batch: Number(batch), steps: Number(steps), precision, skipped });
    const both = (seconds + after.seconds) / 2;
    console.log(`PyTorch         ${torch.toFixed(3)} s in float32, ${(torch / both).toFixed(2)} × ours`);
    console.log(`                (ours before it ${seconds.toFixed(3)} s, after it ${after.seconds.toFixed(3)} s)`);
  },
};

/** Median seconds of training steps in PyTorch, on one batch. */
async function torchSteps(python: string, cascade: Cascade, batch: number, steps: number): Promise<number> {
  const peer = new TorchPeer(python);
  try {
    const { version, difference } = await peer.train(new TrainedBatch(cascade, batch));
    console.log(
      `PyTorch ${version}: its loss and the norm of its gradient are ours but for ${difference.toExponential(1)}`,
    );
    const measured: number[] = [];
    for (let step = 0; step < steps + 1; step++) measured.push((await peer.step()).seconds);
    return median(measured.slice(1));
  } finally {
    peer.close();
  }
}

export default trainStep;
