import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as t from 'io-ts';
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Clip, Clips } from '../values/clips.js';
import { clipsOf } from './clips-of.js';
import { dataFault } from './data-fault.js';
import { refuseOther } from './refuse-other.js';

const LABEL = t.union([t.string, t.number]);
const SHARED = t.partial({
  frames: t.number,
  caption: t.string,
  class: LABEL,
  split: t.string,
});
const MANIFEST = t.intersection([
  SHARED,
  t.partial({ fps: t.unknown }),
  t.type({ clips: t.array(t.intersection([SHARED, t.type({ file: t.string })])) }),
]);

/**
 * Clips whose frames lie side by side in one image each, as a manifest lists them: `{"fps": 8, "clips": [{"file": "a.webp", "frames": 24,
 * "caption": "a cat", "class": 0, "split": "train"}]}`. What is the same for all clips may stand beside `clips`.
 *
 * @param split only the clips of this split; all if empty
 * fails E_FILE_MISSING, E_DATA_FORM, E_DATA_EMPTY
 */
export async function readStrips(manifest: string, split: string): Promise<Clips> {
  await refuseOther(manifest, 'file');
  const { clips: listed, fps, ...shared } = decode(await readFile(manifest, 'utf8'), manifest);
  const entries = listed
    .map((entry) => ({ ...shared, ...entry }))
    .filter((entry) => split === '' || entry.split === split);
  if (entries.length === 0) {
    const got = split === '' ? 'none' : `none of the split "${split}"`;
    throw dataFault('E_DATA_EMPTY', {
      file: manifest,
      expected: 'clips',
      got,
      try: 'check the manifest, or another split',
    });
  }
  const labels = [...new Set(entries.flatMap((entry) => (entry.class === undefined ? [] : [entry.class])))].sort(
    inOrder,
  );
  const clips = entries.map(({ file, frames, caption, ...entry }): Clip => {
    if (frames === undefined || !(frames >= 1)) throw misfit(manifest, `${file} without its number of frames`);
    const rate = typeof fps === 'number' ? { rate: fps } : {};
    return {
      name: file,
      source: { kind: 'strip', path: join(dirname(manifest), file), frames, ...rate },
      ...(caption === undefined ? {} : { captions: [caption] }),
      ...(entry.class === undefined ? {} : { label: labels.indexOf(entry.class) }),
      ...(frames === 1 ? { still: true } : {}),
    };
  });
  return clipsOf(clips, labels.map(String));
}

const inOrder = (a: string | number, b: string | number): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : `${a}` < `${b}` ? -1 : 1;

function decode(text: string, file: string): t.TypeOf<typeof MANIFEST> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw misfit(file, (error as Error).message);
  }
  const decoded = MANIFEST.decode(value);
  if (isLeft(decoded)) throw misfit(file, 'JSON of another form');
  return decoded.right;
}

const misfit = (file: string, got: string): Error =>
  dataFault('E_DATA_FORM', {
    file,
    expected: 'a manifest of clips whose frames lie side by side: {"clips": [{"file": "a.webp", "frames": 24}]}',
    got,
    try: 'for a list of captions, one JSON object in each line: {"path": "a.mp4", "caption": "a cat"}',
  });
