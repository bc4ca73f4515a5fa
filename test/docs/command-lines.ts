import { readdirSync, readFileSync } from 'node:fs';

/** A command line of hpdm that somebody may copy. */
export interface CommandLine {
  /** Where it is printed: a file and its line, or the command whose `--help` shows it. */
  readonly where: string;
  /** The words after `hpdm`. */
  readonly words: readonly string[];
}

/** The words of `hpdm …` as a shell separates them, to the first pipe or redirection; undefined for another program's line. */
function wordsOf(command: string): string[] | undefined {
  const [, rest] = /^(?:npm run -s hpdm -- |npx hpdm |hpdm )(.*)$/.exec(command.trim()) ?? [];
  const words = rest?.match(/"[^"]*"|'[^']*'|[^\s"']+/g)?.map((word) => word.replaceAll(/["']/g, ''));
  const end = words?.findIndex((word) => word === '|' || word === '>') ?? -1;
  return end < 0 ? words : words?.slice(0, end);
}

const linesOf = (where: string, text: string): CommandLine[] =>
  text.split(' && ').flatMap((command) => {
    const words = wordsOf(command);
    return words === undefined ? [] : [{ where, words }];
  });

/** Every command line in the `sh` blocks of README.md, CONTRIBUTING.md and docs. */
export function documented(): CommandLine[] {
  const docs = readdirSync('docs', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'));
  return ['README.md', 'CONTRIBUTING.md', ...docs.map((name) => `docs/${name}`)].flatMap((file) => {
    let within = false;
    return readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line, index) => {
        if (line.startsWith('```')) within = line === '```sh';
        return within ? linesOf(`${file}:${index + 1}`, line.replace(/ #.*/, '')) : [];
      });
  });
}

/** The commands that the help of hpdm lists. */
export const commandsIn = (help: string): string[] => [
  ...new Set([...help.matchAll(/^ {2}([a-z]+) (?=.* {2})/gm)].map(([, name = '']) => name)),
];

/** Every example in the text of a `--help`. */
export const exampled = (where: string, help: string): CommandLine[] =>
  [...help.matchAll(/^ {2}(hpdm .*?)(?: {2}.*)?$/gm)].flatMap(([, line = '']) => linesOf(where, line));
