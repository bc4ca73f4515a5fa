import { itemAt, HpdmError } from '../../../dsl/index.js';

/** What the names of outputs may be made of. */
export interface Named {
  readonly seed: number;
  /** The text or class of each video; empty for none. */
  readonly subjects: readonly string[];
  /** Number of videos. */
  readonly count: number;
}

/** A part of a name in braces that stands for nothing, or a brace without the other. */
const UNKNOWN = /\{(?!(?:seed|n|prompt)\})[^{}]*\}?|(?<!\{(?:seed|n|prompt))\}/;

/** Files that one command makes, at most. */
const MOST_FILES = 100_000;

/** Whether a name is that of one video: it has {n} or {prompt} in it. */
export const isSeparate = (name: string): boolean => /\{(n|prompt)\}/.test(name);

/**
 * The names of outputs, in which {seed} is the seed, {n} the number of the video, from 0, and {prompt} its text or class with hyphens
 * between words. A name without {n} and {prompt} is that of all videos together.
 *
 * fails E_OUTPUT_PATH when two videos would have the same name, for another name in braces, and for a path that is no name; E_SET for more than 100,000 files
 */
export function outputNames(pattern: string, { seed, subjects, count }: Named): readonly string[] {
  refuseStream(pattern);
  const [unknown] = UNKNOWN.exec(pattern) ?? [];
  if (unknown !== undefined) {
    throw new HpdmError({
      ...{ code: 'E_OUTPUT_PATH', path: '--out', expected: '{seed}, {prompt} or {n} in braces', got: unknown },
      try: pattern.replace(unknown, instead(unknown)),
    });
  }
  const seeded = pattern.replaceAll('{seed}', `${seed}`);
  if (!isSeparate(seeded)) return [seeded];
  if (count > MOST_FILES) throw tooMany(count);
  const names = Array.from({ length: count }, (_, n) => {
    const subject = subjects.length === 0 ? '' : itemAt(subjects, n % subjects.length);
    return seeded
      .replaceAll('{n}', `${n}`.padStart(`${count - 1}`.length, '0'))
      .replaceAll('{prompt}', inName(subject));
  });
  const seen = new Set<string>();
  const twice = names.find((name) => seen.size === seen.add(name).size);
  if (twice === undefined) return names;
  throw new HpdmError({
    code: 'E_OUTPUT_PATH',
    path: '--out',
    expected: `a name of its own for each of the ${count} videos`,
    got: `${twice} for more than one of them`,
    try: pattern.replace(/(\.\w+|\/)?$/, '-{n}$1'),
  });
}

const tooMany = (count: number): HpdmError =>
  new HpdmError({
    ...{ code: 'E_SET', path: '--count', expected: `at most ${MOST_FILES} videos with a file each`, got: `${count}` },
    try: `--count ${MOST_FILES}, and the others with another --seed`,
  });

/** What may be meant by a part in braces: `{seed` of `{seed.mp4`. */
const instead = (unknown: string): string =>
  unknown === '}'
    ? ''
    : unknown.replace(/^\{(?:(seed|n|prompt)(?!\w))?([^{}]*)\}?$/, (_, name: string | undefined, rest: string) =>
        name === undefined ? '{prompt}' : `{${name}}${rest}`,
      );

/** Refuse no name, and standard output, which needs a format that no flag says. */
function refuseStream(pattern: string): void {
  if (pattern !== '' && pattern !== '-' && !pattern.startsWith('pipe:')) return;
  throw new HpdmError({
    ...{ code: 'E_OUTPUT_PATH', path: '--out', expected: 'a file, a folder of pictures, or an address' },
    got: pattern === '' ? 'an empty path' : `${pattern}, standard output`,
    try: 'out/video.mp4',
  });
}

/**
 * The name that stands for all videos, of which each has its own: `out/sheet-7.mp4` for `out/{prompt}-{seed}.mp4`. Folders that only some of
 * them are in are left out.
 */
export function nameOfAll(pattern: string, seed: number): string {
  const [, folders = '', name = ''] = /^(.*\/)?([^/]+\/?)$/.exec(pattern.replaceAll('{seed}', `${seed}`)) ?? [];
  const shared = folders.split('/').filter((folder) => !isSeparate(folder));
  return shared.join('/') + name.replace(/\{(?:n|prompt)\}(?:.*\{(?:n|prompt)\})?/, 'sheet');
}

/** A text as part of a file's name: letters and digits, with hyphens between words; none becomes `none`. */
const inName = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{Letter}\p{Number}]+/gu, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 60) || 'none';
