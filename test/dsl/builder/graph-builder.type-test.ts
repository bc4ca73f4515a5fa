/** What must not compile; `npm run typecheck` reads this file. Nothing here runs. */
import { frames, graph, input, int, op, optional, param, pure, video } from 'hpdm';

const half = pure({
  id: 'test.half',
  summary: 'Half a video',
  in: { video: video('B', 'F', 'H', 'W', 'C'), extra: optional(frames()) },
  out: { video: video('B', 'F', 'H', 'W', 'C') },
  with: { by: int('factor'), twice: int('how often', { default: 1 }) },
  run: ({ video }) => ({ video }),
});

const part = graph(
  {
    params: {
      rate: param.int({ default: 8 }),
      mode: param.enum(['fast', 'slow']),
      flag: param.bool({ default: true }),
    },
    in: { video: input(video('B', 'F', 'H', 'W', 'C'), 'any'), more: input(optional(frames()), 'or none') },
  },
  (g, { rate }, ins) => {
    const { video } = g.node('half', half, { video: ins.video }, { by: rate });
    // @ts-expect-error an optional input is no output of its own kind
    g.node('wrong', half, { video: ins.more }, { by: rate });
    return { video };
  },
);

graph(
  { params: { out: param.path(), size: param.ints({ default: [] }), cascade: param.cascade() } },
  (g, { out, size, cascade }) => {
    const clip = g.node('clip', op.video.read, { path: 'a.mp4', size });
    g.node('file', op.video.write, { frames: clip.frames }, { path: `${String(out)}.mp4` });
    g.node('plain', op.video.write, { frames: clip.frames }, { path: out });
    const tensor = g.node('tensor', op.video.tensor, { frames: clip.frames });
    const small = g.node('half', half, { video: tensor.video }, { by: 2 });
    const inner = g.node('part', part, { video: small.video }, { mode: 'fast' });
    g.node('half-again', half, { video: inner.video, extra: clip.frames }, { by: 3, twice: 2 });
    g.node('sheet', op.image.sheet, { videos: [inner.video, small.video] }, { path: 'x.png' });

    // @ts-expect-error a video where frames are wanted
    g.node('a', op.video.write, { frames: tensor.video }, { path: 'b.mp4' });
    // @ts-expect-error an output that is not there
    g.node('b', op.video.write, { frames: clip.frame }, { path: 'b.mp4' });
    // @ts-expect-error an input that is not there
    g.node('c', op.video.write, { frame: clip.frames }, { path: 'b.mp4' });
    // @ts-expect-error a required input left out
    g.node('d', half, { extra: clip.frames }, { by: 2 });
    // @ts-expect-error no inputs at all
    g.node('e', op.video.tensor);
    // @ts-expect-error a required setting left out
    g.node('f', half, { video: tensor.video }, { twice: 2 });
    // @ts-expect-error a required setting left out where there is no input
    g.node('g', op.video.read);
    // @ts-expect-error a text where a number is wanted
    g.node('h', half, { video: tensor.video }, { by: '2' });
    // @ts-expect-error a parameter of another type
    g.node('i', half, { video: tensor.video }, { by: out });
    // @ts-expect-error a setting that is not there
    g.node('j', half, { video: tensor.video }, { by: 2, thrice: 3 });
    // @ts-expect-error a word that is not among those of a choice
    g.node('k', op.video.read, { path: 'a.mp4', fit: 'squeeze' });
    const { patches } = g.node('tiles', op.patch.tiles, { canvas: tensor.video }, { cascade, level: 0 });
    // @ts-expect-error patches of equal shape are no video
    g.node('l', half, { video: patches }, { by: 1 });
    // @ts-expect-error a graph's setting that is not there
    g.node('m', part, { video: small.video }, { mode: 'fast', rat: 8 });
    // @ts-expect-error a graph's required setting left out
    g.node('n', part, { video: small.video }, { rate: 8 });
    // @ts-expect-error a word that the graph does not know
    g.node('o', part, { video: small.video }, { mode: 'medium' });
    const many = g.each('many', [1, 2], half, ({ item }) => ({ in: { video: small.video }, with: { by: item } }));
    g.node('last', half, { video: many.last.video }, { by: 1 });
    // @ts-expect-error all copies where one is wanted
    g.node('p', half, { video: many.all.video }, { by: 1 });
    // @ts-expect-error items of another type
    g.each('q', ['a', 'b'], half, ({ item }) => ({ in: { video: small.video }, with: { by: item } }));
    g.each('s', [1, 2], half, ({ previous }) => ({ in: { video: previous.video.else(small.video) }, with: { by: 1 } }));
    // @ts-expect-error another kind for the first copy
    g.each('t', [1, 2], half, ({ previous }) => ({ in: { video: previous.video.else(patches) }, with: { by: 1 } }));
    // @ts-expect-error levels of what is no cascade
    g.levels('r', size, half, () => ({ in: { video: small.video }, with: { by: 1 } }));
  },
);

graph({ params: { cascade: param.cascade() } }, (g, { cascade }) => {
  const { canvas } = g.node('canvas', op.noise.canvas, {}, { cascade, level: 0, count: 1 });
  // @ts-expect-error an operator with a body is nothing without
  g.node('bare', op.denoise.solve, { canvas }, { cascade, level: 0 });
  g.node('solve', op.denoise.solve, { canvas }, { cascade, level: 0 }, (body, { canvas }) => {
    // @ts-expect-error an operator that is not pure
    body.node('file', op.video.read, { path: 'a.mp4' });
    return { denoised: body.node('clamp', op.video.clamp, { video: canvas }).video };
  });
  // @ts-expect-error another output than the operator asks its body for
  g.node('other', op.denoise.solve, { canvas }, { cascade, level: 0 }, (_, { canvas }) => ({ canvas }));
  // @ts-expect-error an input that neither the operator nor the node hands the body
  g.node('none', op.denoise.solve, { canvas }, { cascade, level: 0 }, (_, { nothing }) => ({ denoised: nothing }));
});

// @ts-expect-error bounds of a text
param.string({ min: 3 });
// @ts-expect-error a default of another type
param.int({ default: 'eight' });
// @ts-expect-error a default that is no word of the parameter
param.enum(['fast', 'slow'], { default: 'medium' });
