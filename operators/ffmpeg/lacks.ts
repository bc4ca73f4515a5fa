import { text } from 'node:stream/consumers';
import type { Installed } from './installed.js';
import { FfmpegProcess } from './ffmpeg-process.js';

const known = new Map<string, Promise<ReadonlySet<string>>>();

/** The names in one of ffmpeg's lists, which is a table with the name in the second column. */
function listed({ path }: Installed, list: 'filters' | 'encoders' | 'protocols'): Promise<ReadonlySet<string>> {
  const key = `${list} ${path}`;
  const names = known.get(key) ?? readList(path, list);
  known.set(key, names);
  return names;
}

async function readList(path: string, list: string): Promise<ReadonlySet<string>> {
  const child = new FfmpegProcess(path, ['-hide_banner', '-v', 'error', `-${list}`], { output: 'pipe' });
  const [said] = await Promise.all([text(child.stdout).catch(() => ''), child.ended]);
  const names = said.split('\n').flatMap((line) => line.trim().split(/\s+/).slice(0, 2));
  return new Set(names);
}

/** Whether an ffmpeg has a filter. */
export const hasFilter = async (ffmpeg: Installed, name: string): Promise<boolean> =>
  (await listed(ffmpeg, 'filters')).has(name);

/** The names of the encoders of an ffmpeg. */
export const encodersOf = (ffmpeg: Installed): Promise<ReadonlySet<string>> => listed(ffmpeg, 'encoders');

/** Encoders, filters and protocols that users may need, with their use. */
const WANTED = {
  encoders: ['libx264', 'libx265', 'libvpx-vp9', 'libsvtav1', 'libopus', 'libwebp_anim', 'apng'],
  filters: ['zscale', 'bwdif'],
  protocols: ['tls', 'srt', 'rtmp'],
} as const;

/** The encoders, filters and protocols of a usual build that an ffmpeg lacks. */
export async function lacks(ffmpeg: Installed): Promise<readonly string[]> {
  const lists = Object.entries(WANTED) as [keyof typeof WANTED, readonly string[]][];
  const missing = lists.map(async ([list, names]) => {
    const has = await listed(ffmpeg, list);
    return names.filter((name) => !has.has(name));
  });
  return (await Promise.all(missing)).flat();
}
