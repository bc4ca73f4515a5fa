import { graph, op, param } from 'hpdm';

/** pipelines/train.yaml: train a cascade on Moving MNIST. */
export const train = graph(
  {
    about: 'Train a cascade on Moving MNIST, with checkpoints.',
    params: {
      cascade: param.cascade({ default: 'pipelines/cascades/mnist.yaml' }),
      scale: param.triple({ default: [1, 1, 1], description: 'size of the clips in times that of the last level' }),
      origins: param.enum(['nested', 'uniform'], {
        default: 'nested',
        description: 'how the places of patches are drawn',
      }),
      out: param.path({ default: 'out/mnist', description: 'folder of the run' }),
      steps: param.int({ default: 6000, min: 0, description: 'optimiser steps; 0: as many as fit into hours' }),
      hours: param.number({ default: 0, min: 0, description: 'hours after which the run ends; 0: no limit' }),
      batch: param.int({ default: 32, min: 1, description: 'clips per batch' }),
      accumulate: param.int({ default: 1, min: 1, description: 'batches per step, whose gradients are averaged' }),
      precision: param.enum(['float32', 'bf16'], {
        default: 'float32',
        description: 'of products; bf16 is faster with AMX, or AVX512-BF16 of AMD',
      }),
      optimiser: param.enum(['adamw', 'lamb'], { default: 'adamw', description: 'what moves the weights' }),
      rate: param.number({ default: 0, min: 0, description: 'learning rate after warm-up; 0: that of the optimiser' }),
      schedule: param.enum(['cosine', 'constant', 'linear-end'], {
        default: 'cosine',
        description: 'the rate after warm-up',
      }),
      warmup: param.int({ default: 500, min: 0, description: 'steps of linear warm-up' }),
      lastRate: param.number({ default: 0.01, min: 0, max: 1, description: 'rate of the last step, as a share' }),
      ema: param.number({
        default: 50000,
        min: 1,
        unit: 'clips',
        description: 'half-life of the average of the weights',
      }),
      start: param.path({ default: '', description: 'a checkpoint whose weights the run starts from; empty: none' }),
      every: param.int({ default: 500, min: 1, description: 'steps between checkpoints' }),
      minutes: param.number({ default: 15, min: 0, description: 'longest time between checkpoints; 0: any' }),
      keep: param.int({ default: 2, min: 1, description: 'newest checkpoints that are kept' }),
      best: param.bool({ default: true, description: 'keep the checkpoint with the lowest loss, too' }),
      preview: param.int({ default: 1000, min: 0, description: 'steps between samples of the network; 0: none' }),
      sampler: param.file({
        default: 'pipelines/sample.yaml',
        description: 'document that samples for the previews',
      }),
      overwrite: param.bool({ default: false, description: 'replace an earlier run in the folder' }),
      left: param.int({ default: 0, min: 0, description: 'steps to stop after, to go on later; 0: none' }),
    },
    limits: { inFlight: 2 },
  },
  (g, { cascade, scale, origins: places, out, batch, every, minutes, keep, best, overwrite, preview, ...run }) => {
    const digits = g.node('digits', op.video.movingDigits, { batch });
    const pyramid = g.node('pyramid', op.patch.pyramid, { video: digits.video }, { scale, origins: places });
    const { patches, origins } = pyramid;
    const { noisy, sigma } = g.node('noise', op.noise.add, { patches });
    const seen = g.node('seen', op.train.choose, { patches }, { purpose: 'self-condition', rate: 0.9 });
    const step = g.node(
      'step',
      op.train.step,
      { patches, origins, noisy, sigma, seen: seen.chosen },
      {
        cascade,
        steps: run.steps,
        hours: run.hours,
        left: run.left,
        accumulate: run.accumulate,
        precision: run.precision,
        optimiser: run.optimiser,
        rate: run.rate,
        schedule: run.schedule,
        warmup: run.warmup,
        lastRate: run.lastRate,
        emaHalfLife: run.ema,
        start: run.start,
        checkpoints: out,
      },
      (body, { network, patches, noisy, sigma, origins, seen }) => {
        const given = { network, noisy, sigma, origins };
        const { latents } = body.node('look', op.denoise.firstLook, { ...given, chosen: seen });
        const { output } = body.node('denoise', op.denoise.pyramid, { ...given, latents });
        return body.node('loss', op.train.loss, { network, output, patches, noisy, sigma });
      },
    );
    g.node(
      'checkpoint',
      op.train.checkpoint,
      { training: step.training },
      { path: out, every, minutes, keep, best, overwrite },
    );
    const previewed = g.node(
      'preview',
      op.train.preview,
      { training: step.training },
      { document: run.sampler, path: `${String(out)}/previews`, every: preview },
    );
    g.node('record', op.train.record, { training: previewed.training }, { path: out });
  },
);
