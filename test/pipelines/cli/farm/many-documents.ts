import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copiedVideos } from '../copied-videos.js';

/** Halves of some clips, each a job. */
export const MANY = `hpdm: 1
about: Clips at a quarter of their size.
params:
  clips: { type: list, of: string }
  out: { type: path, default: small }
nodes:
  small:
    for: each of \${clips}
    spread: jobs
    graph: shrink
    with: { from: '\${item}', to: '\${out}-\${index}.mp4' }
graphs:
  shrink:
    params: { from: { type: path }, to: { type: path } }
    nodes:
      clip: { op: video.read, with: { path: '\${from}', size: [60, 80] } }
      file: { op: video.write, in: { frames: clip.frames }, with: { path: '\${to}' } }
`;

/** Write `many.yaml` and some clips to a folder; the names of the clips. */
export async function manyClips(folder: string, count: number, frames: number): Promise<readonly string[]> {
  writeFileSync(join(folder, 'many.yaml'), MANY);
  const names = Array.from({ length: count }, (_, i) => `clip-${i}.mp4`);
  await copiedVideos(folder, Object.fromEntries(names.map((name, i) => [name, frames + i])));
  return names;
}
