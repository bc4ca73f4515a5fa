import { existsSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { counted, readCascade } from '../../dsl/index.js';
import { CacheBudget } from '../../operators/clips/cache-budget.js';
import { openData } from '../../operators/clips/open-data.js';
import { replaceFile } from '../../operators/disk/replace-file.js';
import { checkPngPath } from '../../operators/image/check-png-path.js';
import { builtIn } from '../built-in.js';
import { faultsAsJson } from './faults-as-json.js';
import { anyNumber, wholeNumber } from './run-flags.js';

interface DataCommandFlags {
  readonly json?: true;
  readonly sheet?: string;
  readonly clips: number;
  readonly most: number;
  readonly cascade: string;
  readonly fps: number;
  readonly cache: string;
}

const HELP = `
PATH is a folder of videos and pictures (a sub-folder is a class), a list of captions (.csv with the columns path and caption, or .jsonl)
or the folder of captions.csv, the folder of UCF-101, a .tar file or a folder of them (WebDataset), or a manifest.json of strips. Clips are opened, and
those that may be too short are decoded.

Examples:
  hpdm data ./my-videos                                  what is there, what cannot be read, what the cache will take
  hpdm data ./my-videos --sheet out/my-videos.png        and a picture of it
  hpdm data captions.csv --cascade mine.yaml --fps 12    for another cascade and rate
  hpdm data emoji --out data/emoji                       fetch 569 animated emoji with captions
  hpdm train --data ./my-videos                          train on it`;

const emojiCommand = (): Command =>
  new Command('emoji')
    .summary('fetch animated emoji with captions')
    .description('Fetch 569 animated emoji by Microsoft (200 MB, with npm) and write them as clips with captions.')
    .option('-o, --out <folder>', 'folder for the clips', 'data/emoji')
    .action(async ({ out }: { readonly out: string }) => {
      const { fetchEmoji } = await import('./data/fetch-emoji.js');
      const { distinct, all } = await fetchEmoji(out, warn);
      process.stdout.write(
        `wrote ${distinct.list}  ${counted(distinct.clips, 'clip')} that nobody takes for another one\n`,
      );
      process.stdout.write(`wrote ${all.list}  all ${counted(all.clips, 'clip')}\n`);
    });

/** `hpdm data`. */
export const dataCommand = (): Command =>
  new Command('data')
    .argument('<path>', 'folder, list of captions, tar file or manifest')
    .summary('show what a data set holds, before anything is trained')
    .description(
      'Show what a data set holds: clips, sizes, rates, lengths, classes, captions, and what cannot be read.',
    )
    .option('--json', 'the same as JSON')
    .option('--sheet <file>', 'contact sheet of some clips (.png)')
    .option('-n, --clips <n>', 'clips on the sheet', wholeNumber, 24)
    .option('--most <n>', 'largest number of clips to open', wholeNumber, 1000)
    .option('--cascade <file>', 'the cascade for which the cache is worked out', builtIn('cascades/small.yaml'))
    .option('--fps <n>', 'frames per second of windows; 0: those of each clip', frameRate, 0)
    .option('--cache <folder>', 'folder of decoded clips, whose size is shown', 'out/cache')
    .addHelpText('after', HELP)
    .action((path: string, flags: DataCommandFlags) => faultsAsJson(flags.json, () => show(path, flags)))
    .addCommand(emojiCommand());

/** Frames per second, in the bounds that `hpdm train` has. */
function frameRate(text: string): number {
  const rate = anyNumber(text);
  if (rate >= 0 && rate <= 240) return rate;
  throw new InvalidArgumentError('expected a number from 0 to 240');
}

async function show(
  path: string,
  { json, sheet, clips: count, most, cascade: file, fps, cache }: DataCommandFlags,
): Promise<void> {
  if (sheet !== undefined) checkPngPath(sheet, '--sheet');
  const [{ survey }, { formatSurvey }] = await Promise.all([
    import('./data/survey.js'),
    import('./data/format-survey.js'),
  ]);
  const cascade = readCascade(file);
  const { signal } = new AbortController();
  const data = await openData(path, warn);
  const found = await survey(data, { cascade, fps, most, signal });
  if (json === true) process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
  else {
    const named = { name: file.replace(/^.*[\\/]/, ''), cascade };
    const held = existsSync(cache)
      ? { folder: cache, bytes: (await CacheBudget.of(cache, Infinity)).bytes }
      : undefined;
    process.stdout.write(formatSurvey(found, path, named, held));
  }
  if (sheet === undefined) return;
  const { dataSheet } = await import('./data/data-sheet.js');
  await replaceFile(sheet, [await dataSheet(data.clips, count, signal)]);
  process.stderr.write(`wrote ${sheet}\n`);
}

const warn = (line: string): void => {
  process.stderr.write(`${line}\n`);
};
