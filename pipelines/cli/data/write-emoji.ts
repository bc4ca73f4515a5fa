import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAnimated, readHead } from '../../../operators/clips/media-of.js';

/** Folders of the packages with the pictures, and the file with the names. */
export interface EmojiSources {
  /** Folders that hold `assets/1f308.webp` and so on. */
  readonly packages: readonly string[];
  /** `data-by-emoji.json` of unicode-emoji-json. */
  readonly names: string;
}

/** An emoji's entry in unicode-emoji-json. */
interface Entry {
  readonly name: string;
  readonly group: string;
}

/** Modifiers that colour the skin; these variants of an emoji are left out. */
const SKIN = /\b1f3f[b-f]\b/;
const VARIATION = /\uFE0F/g;

const LICENCE = `Animated Fluent emoji: art by Microsoft, packaged as @lobehub/fluent-emoji-anim-1..4@1.0.0 (MIT, as their package.json says).
Names: unicode-emoji-json@0.9.0 (MIT).
`;

/**
 * Write the animated emoji of the packages and a list of captions: a name, two further wordings, and the group as a class.
 *
 * @returns the list of captions, and the number of clips
 */
export async function writeEmoji(
  { packages, names }: EmojiSources,
  out: string,
): Promise<{ readonly list: string; readonly clips: number }> {
  const entries = JSON.parse(await readFile(names, 'utf8')) as Readonly<Record<string, Entry>>;
  const known = new Map(Object.entries(entries).map(([emoji, entry]) => [emoji.replace(VARIATION, ''), entry]));
  await mkdir(join(out, 'clips'), { recursive: true });
  const lines: string[] = [];
  for (const folder of packages) {
    for (const file of (await readdir(join(folder, 'assets'))).sort()) {
      const entry = known.get(emojiOf(file).replace(VARIATION, ''));
      const path = join(folder, 'assets', file);
      if (entry === undefined || SKIN.test(file) || !isAnimated(await readHead(path))) continue;
      await copyFile(path, join(out, 'clips', file));
      const { name, group } = entry;
      lines.push([`clips/${file}`, name, `${name} emoji|an emoji of ${name}`, group].map(quoted).join(','));
    }
  }
  const list = join(out, 'captions.csv');
  await writeFile(join(out, 'LICENCE.txt'), LICENCE);
  await writeFile(list, ['path,caption,alternatives,label', ...lines, ''].join('\n'));
  return { list, clips: lines.length };
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
