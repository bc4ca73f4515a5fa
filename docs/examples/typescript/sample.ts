import { graph, op, param } from 'hpdm';
import { level } from './level.js';

/** pipelines/sample.yaml: sample videos from a trained cascade, level by level. */
export const sample = graph(
  {
    about: 'Sample videos from a trained cascade, level by level.',
    params: {
      cascade: param.cascade({ default: 'pipelines/cascades/mnist.yaml' }),
      checkpoint: param.path({ default: 'out/mnist', description: 'a checkpoint or the folder of a training run' }),
      until: param.int({ default: -1, min: -1, description: 'last level that is sampled; −1: that of the cascade' }),
      count: param.int({ default: 9, min: 1, description: 'videos to sample; they are shown as a grid' }),
      together: param.int({
        default: 0,
        min: 0,
        description: 'of these, so many at a time; 0: up to 4, as the memory allows',
      }),
      seed: param.int({ default: -1, min: -1, description: 'of all noise; −1: that of the run' }),
      batch: param.int({
        default: 64,
        min: 1,
        description: 'tiles per call of the network; fewer take less memory',
      }),
      fps: param.int({ default: 8, min: 1, unit: 'frames per second' }),
      scale: param.int({ default: 3, min: 1, description: 'every pixel becomes scale × scale' }),
      comment: param.string({ default: '', description: 'text that the video keeps' }),
      keep: param.path({
        default: '',
        description: 'folder for finished slabs, with which a stopped run goes on; empty: none',
      }),
      out: param.path({ default: 'out/moving-mnist.mp4' }),
      sheet: param.path({ default: 'out/moving-mnist.png', description: 'contact sheet with a row per level' }),
    },
    limits: { inFlight: 1 },
  },
  (g, { cascade, checkpoint, until, count, together, seed, batch, fps, scale, comment, keep, out, sheet }) => {
    const { slab } = g.node('slabs', op.patch.slabs, { cascade, level: until, count, together });
    const { network } = g.node('model', op.denoise.load, { cascade, checkpoint });
    const levels = g.levels(
      'level',
      cascade,
      level,
      ({ index, previous }) => ({
        in: { network, context: previous.context, coarser: previous.video, slab },
        with: { level: index, seed, batch, keep },
      }),
      { to: until },
    );
    const { frames } = g.node('frames', op.video.frames, { video: levels.last.video, slab }, { count });
    g.node('file', op.video.write, { frames }, { path: out, fps, scale, comment, partial: true });
    g.node('sheet', op.image.sheet, { videos: levels.all.video, slab }, { path: sheet });
  },
);
