import { graph, op, param } from 'hpdm';

/** pipelines/train.yaml: train a cascade on Moving MNIST. */
export const train = graph(
  {
    about: 'Train a cascade on Moving MNIST, with checkpoints.',
    params: {
      cascade: param.cascade({ default: 'pipelines/cascades/mnist.yaml' }),
      out: param.path({ default: 'out/mnist', description: 'folder of the checkpoints' }),
      steps: param.int({ default: 6000, min: 1, description: 'optimiser steps' }),
      batch: param.int({ default: 32, min: 1, description: 'clips per step' }),
      optimiser: param.enum(['adamw', 'lamb'], { default: 'adamw', description: 'what moves the weights' }),
      rate: param.number({ default: 0.001, min: 0, description: 'learning rate after warm-up' }),
      warmup: param.int({ default: 500, min: 0, description: 'steps of linear warm-up' }),
      every: param.int({ default: 500, min: 1, description: 'steps between checkpoints' }),
      left: param.int({ default: 0, min: 0, description: 'steps to stop after; 0 stops when all are done' }),
    },
    limits: { inFlight: 2 },
  },
  (g, { cascade, out, steps, batch, optimiser, rate, warmup, every, left }) => {
    const digits = g.node('digits', op.video.movingDigits, { batch });
    const pyramid = g.node('pyramid', op.patch.pyramid, { video: digits.video });
    const { patches, origins } = pyramid;
    const { noisy, sigma } = g.node('noise', op.noise.add, { patches });
    const seen = g.node('seen', op.train.choose, { patches }, { purpose: 'self-condition', rate: 0.9 });
    const step = g.node(
      'step',
      op.train.step,
      { patches, origins, noisy, sigma, seen: seen.chosen },
      { cascade, steps, left, optimiser, rate, warmup, checkpoints: out },
      (body, { network, patches, noisy, sigma, origins, seen }) => {
        const given = { network, noisy, sigma, origins };
        const { latents } = body.node('look', op.denoise.firstLook, { ...given, chosen: seen });
        const { output } = body.node('denoise', op.denoise.pyramid, { ...given, latents });
        return body.node('loss', op.train.loss, { network, output, patches, noisy, sigma });
      },
    );
    g.node('checkpoint', op.train.checkpoint, { training: step.training }, { path: out, every });
  },
);
