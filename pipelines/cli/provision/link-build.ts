import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { lstat, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runFailure } from '../../../dsl/index.js';
import { ADDON } from './addon.js';
import type { Build } from './addon.js';

/** The build that a package is linked to, with its folder; `build` is left out for one that setup did not make. */
export interface Linked {
  readonly folder: string;
  readonly build?: Build;
}

const LINKS = ['deps', 'lib'] as const;

/** What the package in `folder` is linked to; nothing when the addon or its libraries are not there. */
export function readLinked(folder: string): Linked | undefined {
  if (!existsSync(join(folder, ADDON)) || !existsSync(join(folder, 'deps', 'lib'))) return undefined;
  const root = dirname(realpathSync(join(folder, 'lib')));
  const build = readBuild(root);
  return { folder: root, ...(build && { build }) };
}

/** What a finished build in the cache says of itself; nothing when there is none in `folder`. */
export function readBuild(folder: string): Build | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'build.json'), 'utf8')) as Build;
  } catch {
    return undefined;
  }
}

/**
 * Make the package's `deps` and `lib` links to a build. A link already there is replaced in one step, so that a process that
 * loads at the same moment sees the old or the new one.
 *
 * fails E_SETUP_LINK when the package's folder is not writable
 */
export async function linkBuild(packageFolder: string, build: string): Promise<void> {
  try {
    for (const name of LINKS) {
      const place = join(packageFolder, name);
      const fresh = `${place}.${String(process.pid)}`;
      await rm(fresh, { force: true });
      await symlink(join(build, name), fresh, 'junction');
      const there = await lstat(place).catch(() => undefined);
      if (there && !there.isSymbolicLink()) await rm(place, { recursive: true, force: true });
      await rename(fresh, place);
    }
  } catch (error) {
    throw runFailure(
      {
        code: 'E_SETUP_LINK',
        message: `no link could be made in ${packageFolder} (${(error as Error).message})`,
        try: 'make that folder writable and run hpdm setup',
      },
      error,
    );
  }
}
