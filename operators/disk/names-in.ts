import { existsSync, readdirSync, statSync } from 'node:fs';

/** The names of what is in a folder; none where there is no folder, or a file. */
export const namesIn = (folder: string): string[] =>
  existsSync(folder) && statSync(folder).isDirectory() ? readdirSync(folder) : [];
