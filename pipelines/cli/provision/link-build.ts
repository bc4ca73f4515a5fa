import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { lstat, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { HpdmError } from '../../../dsl/index.js';
import { ADDON } from './environment.js';
import type { Build } from './build-from-wheel.js';

/** The build that a package is linked to, with its folder; `build` is undefined if setup did not make it. */
export interface Linked {
  readonly folder: string;
  readonly build?: Build;
}

const LINKS = ['deps', 'lib'] as const;

/** The build that the package in `folder` is linked to; undefined if the addon or its libraries are missing. */
export function readLinked(folder: string): Linked | undefined {
  if (!existsSync(join(folder, ADDON)) || !existsSync(join(folder, 'deps', 'lib'))) return undefined;
  const root = dirname(realpathSync(join(folder, 'lib')));
  const build = readBuild(root);
  return { folder: root, ...(build && { build }) };
}

/** The description of the finished build in `folder`; undefined if there is none. */
export function readBuild(folder: string): Build | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'build.json'), 'utf8')) as Build;
  } catch {
    return undefined;
  }
}

/**
 * Make the package's `deps` and `lib` links to a build. An existing link is replaced atomically, so a process that loads at the same
 * moment sees either the old or the new one.
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
    throw new HpdmError(
      {
        code: 'E_SETUP_LINK',
        message: `no link could be made in ${packageFolder} (${(error as Error).message})`,
        try: 'make that folder writable and run hpdm setup',
      },
      { cause: error },
    );
  }
}
