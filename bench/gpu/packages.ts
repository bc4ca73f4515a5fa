/** The part of `package-lock.json` that is read here. */
export interface Lock {
  readonly packages: Readonly<Record<string, Locked>>;
}
interface Locked {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/**
 * The folders of packages and of all that they depend on, as npm puts them: `node_modules/jest/node_modules/yargs`. Optional packages of
 * other systems are among them, though they are not installed.
 *
 * @param roots names of packages that the project depends on
 * fails RangeError for a root that is not in the lock file
 */
export function packages({ packages: locked }: Lock, roots: readonly string[]): string[] {
  const found = new Set<string>();
  const add = (from: string, name: string, isRoot: boolean): void => {
    const folder = nearest(from, name).find((path) => path in locked);
    if (folder === undefined && isRoot) throw new RangeError(`package-lock.json has no package ${name}`);
    if (folder === undefined || found.has(folder)) return;
    found.add(folder);
    const { dependencies, peerDependencies, optionalDependencies } = locked[folder] ?? {};
    const needed = { ...dependencies, ...peerDependencies, ...optionalDependencies };
    for (const other of Object.keys(needed)) add(folder, other, false);
  };
  for (const name of roots) add('', name, true);
  return [...found].sort();
}

/** Where Node looks for a package from a folder, the nearest place first. */
function nearest(from: string, name: string): string[] {
  const parts = from === '' ? [] : from.split('/node_modules/');
  return [...parts.keys()]
    .map((end) => `${parts.slice(0, parts.length - end).join('/node_modules/')}/node_modules/${name}`)
    .concat(`node_modules/${name}`);
}
