import { graph, load, op, param, run } from 'hpdm';

const enlarge = graph(
  { about: 'Enlarge a video.', params: { in: param.path(), scale: param.int({ default: 2, min: 1 }) } },
  (g, { in: path, scale }) => {
    const clip = g.node('clip', op.video.read, { path });
    g.node('file', op.video.write, { frames: clip.frames }, { path: 'out/large.mp4', scale });
  },
);
await run(await load(enlarge, { in: 'cat.mp4' }));
