import {
  itemAt,
  choice,
  int,
  number,
  parseBytes,
  path,
  string,
  type Cascade,
  type Refusal,
  type Settings,
  type Size,
  type Start,
} from '../../dsl/index.js';
import { checkFolder } from '../disk/check-folder.js';
import type { Decoding } from './decoding.js';

/** Settings of all operators that decode clips. */
export const clipParameters = {
  take: choice(
    ['window', 'whole'],
    'which frames: a `window` of consecutive ones, or frames spread evenly over the `whole` clip, which suits loops',
    { default: 'window' },
  ),
  fps: number('frames per second of a window; 0: those of each clip', {
    default: 0,
    min: 0,
    max: 240,
    unit: 'frames per second',
  }),
  start: choice(['random', 'first'], 'where a window begins', { default: 'random' }),
  crop: choice(['centre', 'random'], 'what is kept of a clip whose aspect ratio is another', { default: 'centre' }),
  flip: number('share of the draws that are mirrored', { default: 0, min: 0, max: 1 }),
  short: choice(
    ['skip', 'hold', 'loop'],
    'what is done with a clip shorter than a window: leave it out, repeat its last frame, or start again; a single picture is always repeated',
    { default: 'skip' },
  ),
  background: string('what shows through transparent pixels, #rrggbb', { default: '#ffffff' }),
  cache: path('folder of decoded clips', { default: 'out/cache', incidental: true }),
  cacheLimit: string(
    'largest size of that folder, such as 20GiB: the clips used longest ago are removed; empty: none',
    { default: '', incidental: true },
  ),
  jobs: int('clips that are decoded at a time, with low priority; 0: as many as the processor has cores', {
    default: 0,
    min: 0,
    incidental: true,
  }),
  maxBroken: number('share of the clips that may be unreadable, at least three clips; with more, the run stops', {
    default: 0.1,
    min: 0,
    max: 1,
  }),
};

/** The values of these settings. */
export type ClipSettings = Settings<typeof clipParameters>;

/** The size of the videos to make: frames, height, width, channels. */
export type ClipShape = readonly [number, number, number, number];

/** The size of a cascade's last level, or of a multiple of it. */
export function lastLevelShape({ levels, channels }: Cascade, scale: Size = [1, 1, 1]): ClipShape {
  const [frames, height, width] = itemAt(levels, levels.length - 1).size;
  return [frames * scale[0], height * scale[1], width * scale[2], channels];
}

/** Refuse what no clip can be decoded to, and a limit that is no size: E_CHANNELS, E_COLOUR, E_SETTING_TYPE. */
export function refuseClips(
  { background, cacheLimit }: Pick<ClipSettings, 'background' | 'cacheLimit'>,
  channels: number,
): Refusal[] {
  const faults: Refusal[] = [];
  if (channels !== 1 && channels !== 3) {
    const [expected, got] = ['1 channel (grey) or 3 (RGB)', `${channels}`];
    faults.push({ code: 'E_CHANNELS', path: 'with.cascade', expected, got, try: 'channels: 3 in the cascade' });
  }
  if (!/^#[\da-f]{6}$/i.test(background)) {
    const [path, expected, got] = ['with.background', '#rrggbb, in hexadecimal', `"${background}"`];
    faults.push({ code: 'E_COLOUR', path, expected, got, try: "background: '#ffffff'" });
  }
  if (Number.isNaN(limitOf({ cacheLimit }))) {
    const [path, expected, got] = ['with.cacheLimit', 'a size such as 20GiB, or nothing', `"${cacheLimit}"`];
    faults.push({ code: 'E_SETTING_TYPE', path, expected, got, try: 'cacheLimit: 20GiB' });
  }
  return faults;
}

/** Test that the folder of decoded clips can be written to, where something will run; fails E_FOLDER, E_DISK_FULL. */
export async function checkCache({ cache }: Pick<ClipSettings, 'cache'>, start?: Start): Promise<void> {
  if (start !== undefined) await checkFolder(cache, 'with.cache');
}

/** The largest size of the folder of decoded clips in bytes: Infinity if none is set, NaN if it is no size. */
export const limitOf = ({ cacheLimit }: Pick<ClipSettings, 'cacheLimit'>): number =>
  cacheLimit === '' ? Infinity : (parseBytes(cacheLimit) ?? NaN);

/** What clips are decoded to. */
export const decodingOf = (
  { take, fps, crop, background }: ClipSettings,
  [, height, width, channels]: ClipShape,
): Decoding => ({
  ...{ height, width, channels: channels === 1 ? 1 : 3, crop, background },
  fps: take === 'window' ? fps : 0,
});
