import { load, open, type Frames } from 'hpdm';

const running = await open(
  await load({
    hpdm: 1,
    nodes: { clip: { op: 'video.read', with: { path: 'cat.mp4' } } },
    out: { seen: 'clip.frames' },
  }),
);
let frames = 0;
running.output<Frames>('seen').subscribe(({ count }) => (frames += count));
for await (const event of running.events) console.log(event.type);
await running.finished;
console.log(frames);
