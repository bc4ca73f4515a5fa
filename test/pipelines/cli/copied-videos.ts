import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ffmpeg } from '../../operators/video/clips.js';

/** No tensors: frames go from one ffmpeg to another. */
export const COPY = `hpdm: 1
about: Copy a video.
params:
  in: { type: path }
  out: { type: path }
  fps: { type: number, default: 25 }
nodes:
  source: { op: video.read, with: { path: '\${in}' } }
  file: { op: video.write, in: { frames: source.frames }, with: { path: '\${out}', fps: '\${fps}' } }
`;

/** An event says that the copy is under way: both ffmpegs run. */
export const WRITING = /"node":"file","done":\d/;

/** Write `copy.yaml` and clips of the given numbers of frames to a folder. */
export async function copiedVideos(folder: string, clips: Readonly<Record<string, number>>): Promise<void> {
  writeFileSync(join(folder, 'copy.yaml'), COPY);
  for (const [name, frames] of Object.entries(clips)) {
    const source = `testsrc=size=320x240:rate=25:duration=${frames / 25}`;
    await ffmpeg('-f', 'lavfi', '-i', source, '-preset', 'ultrafast', join(folder, name));
  }
}

/** The words after `hpdm` that copy a clip of a folder. */
export function copying(folder: string, from: string, out: string, ...more: string[]): string[] {
  const values = [`in=${join(folder, from)}`, `out=${out}`].flatMap((value) => ['--set', value]);
  return ['run', 'copy.yaml', ...values, ...more];
}
