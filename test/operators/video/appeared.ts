import { existsSync, watch } from 'node:fs';
import { dirname } from 'node:path';

/** Resolves when a file is there; its folder must be. */
export const appeared = (path: string): Promise<void> =>
  new Promise((resolve) => {
    const look = (): void => {
      if (!existsSync(path)) return;
      watcher.close();
      resolve();
    };
    const watcher = watch(dirname(path), look);
    look();
  });
