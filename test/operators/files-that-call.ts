import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = 'test/operators';

/** The test files of this folder, by their paths in it, that call one of these functions at their top; no slow ones. */
export const filesThatCall = (...functions: readonly string[]): string[] =>
  readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter(
    (file) =>
      /(?<!\.slow)\.test\.ts$/.test(file) &&
      new RegExp(`^(${functions.join('|')})\\(`, 'm').test(readFileSync(`${FOLDER}/${file}`, 'utf8')),
  );
