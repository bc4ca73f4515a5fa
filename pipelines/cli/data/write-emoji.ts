import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAnimated, readHead } from '../../../operators/clips/media-of.js';
import { isLookAlike } from './look-alike.js';
import { emojiWordings, type EmojiWords } from './emoji-wordings.js';
import { makeFolder } from '../../../operators/disk/make-folder.js';

/** Folders of the packages with the pictures, and the files with the words. */
export interface EmojiSources {
  /** Folders that hold `assets/1f308.webp` and so on. */
  readonly packages: readonly string[];
  /** `data-by-emoji.json` of unicode-emoji-json. */
  readonly names: string;
  /** `emoji-en-US.json` of emojilib. */
  readonly keywords: string;
}

/** An emoji's entry in unicode-emoji-json. */
interface Entry {
  readonly name: string;
  readonly group: string;
}

/** Files of variants: another colour of the skin, or a man or woman of an emoji that shows either. */
const VARIANT = /\b1f3f[b-f]\b|-200d-264[02]|^1f46[89]-200d/;
const VARIATION = /\uFE0F/g;

const LICENCE = `Animated Fluent emoji: art by Microsoft, packaged as @lobehub/fluent-emoji-anim-1..4@1.0.0 (MIT, as their package.json says).
Names: unicode-emoji-json@0.9.0 (MIT). Keywords: emojilib@4.0.3 (MIT).
`;

/** A clip that was found, and what is said of it. */
interface EmojiClip extends EmojiWords {
  readonly path: string;
  readonly file: string;
  readonly group: string;
}

/** A list of captions, and the number of its clips. */
export interface EmojiList {
  readonly list: string;
  readonly clips: number;
}

/**
 * Write the animated emoji of the packages and two lists of captions: a name, further wordings, and the group as a class.
 *
 * @returns `captions.csv`, without those that look like another one, which is what opening the folder reads; and `all.csv`
 */
export async function writeEmoji(
  sources: EmojiSources,
  out: string,
): Promise<{ readonly distinct: EmojiList; readonly all: EmojiList }> {
  const clips = await findClips(sources);
  await makeFolder(join(out, 'clips'));
  for (const { path, file } of clips) await copyFile(path, join(out, 'clips', file));
  const wordings = emojiWordings(clips);
  const lines = clips.map(({ file, name, group }, i) =>
    [`clips/${file}`, name, wordings[i]?.join('|') ?? '', group].map(quoted).join(','),
  );
  await writeFile(join(out, 'LICENCE.txt'), LICENCE);
  const write = async (name: string, chosen: readonly string[]): Promise<EmojiList> => {
    const list = join(out, name);
    await writeFile(list, ['path,caption,alternatives,label', ...chosen, ''].join('\n'));
    return { list, clips: chosen.length };
  };
  const isDistinct = (_: string, i: number): boolean => !isLookAlike(clips[i]?.name ?? '');
  return { distinct: await write('captions.csv', lines.filter(isDistinct)), all: await write('all.csv', lines) };
}

/** The animated emoji that have a name, without variants: an emoji of a farmer is asked for as a farmer. */
async function findClips({ packages, names, keywords }: EmojiSources): Promise<EmojiClip[]> {
  const entries = await readByEmoji<Entry>(names);
  const words = await readByEmoji<readonly string[]>(keywords);
  const found: EmojiClip[] = [];
  for (const folder of packages) {
    for (const file of (await readdir(join(folder, 'assets'))).sort()) {
      const emoji = emojiOf(file).replace(VARIATION, '');
      const entry = entries.get(emoji);
      const path = join(folder, 'assets', file);
      if (entry === undefined || VARIANT.test(file) || !isAnimated(await readHead(path))) continue;
      found.push({ path, file, name: entry.name, group: entry.group, keywords: words.get(emoji) ?? [] });
    }
  }
  return found;
}

/** A file with an entry for each emoji, found without regard to variation selectors. */
async function readByEmoji<T>(path: string): Promise<ReadonlyMap<string, T>> {
  const entries = JSON.parse(await readFile(path, 'utf8')) as Readonly<Record<string, T>>;
  return new Map(Object.entries(entries).map(([emoji, entry]) => [emoji.replace(VARIATION, ''), entry]));
}

/** `1f3c3-200d-2642-fe0f.webp` as text. */
const emojiOf = (file: string): string =>
  String.fromCodePoint(
    ...file
      .replace(/\..*$/, '')
      .split('-')
      .map((code) => parseInt(code, 16) || 0),
  );

const quoted = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
