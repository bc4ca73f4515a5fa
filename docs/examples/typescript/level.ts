import { condition, context, graph, input, network, op, optional, param, slab, video } from 'hpdm';

/** pipelines/level.yaml: one level of a cascade, from noise to video. */
export const level = graph(
  {
    about: 'One level of a cascade, from noise to video; part of sample.yaml.',
    params: {
      level: param.int({ default: 0, min: 0 }),
      count: param.int({ default: 1, min: 1 }),
      seed: param.int({ default: -1, min: -1, description: 'of all noise; −1: that of the run' }),
      batch: param.int({ default: 64, min: 1 }),
      strength: param.number({ default: 1, min: 0, max: 1 }),
      keep: param.path({ default: '' }),
    },
    in: {
      network: input(network(), 'the trained network'),
      context: input(optional(context()), 'activations of the coarser levels; none for the first level'),
      condition: input(optional(condition()), 'the condition of the videos; optional'),
      coarser: input(
        optional(video('B', 'E', 'I', 'J', 'C')),
        'the video of the level before; none for the first level',
      ),
      start: input(optional(video('B', 'F', 'H', 'W', 'C')), 'a video to start from in place of noise alone; optional'),
      slab: input(optional(slab()), 'the part of the video to sample; the whole video if left out'),
    },
  },
  (g, { level, count, seed, batch, strength, keep }, { network, context, condition, coarser, start, slab }) => {
    const noise = g.node('noise', op.noise.canvas, { condition, slab }, { level, count, seed });
    const fuse = g.node('fuse', op.context.fuse, { network, context, slab }, { level, batch });
    const solve = g.node(
      'solve',
      op.denoise.solve,
      { canvas: noise.canvas, network, context: fuse.projected, condition, coarser, start, slab },
      { level, strength, keep, seed },
      (body, { canvas, sigma, network, context, condition, latents, part, shift }) => {
        const tiles = body.node('tiles', op.patch.tiles, { canvas, shift }, { level, part: true });
        const inputs = { patches: tiles.patches, sigma, network, context, condition, latents, part, shift };
        const denoise = body.node('denoise', op.denoise.level, inputs, { level, batch });
        const averaged = { patches: denoise.denoised, cut: canvas, shift };
        const stitch = body.node('stitch', op.stitch.average, averaged, { level });
        return { denoised: stitch.canvas, latents: denoise.latents };
      },
    );
    const finished = { video: solve.video, network, context, condition, slab };
    const encode = g.node('encode', op.context.encode, finished, { level, seed, batch });
    return { video: solve.video, context: encode.context };
  },
);
