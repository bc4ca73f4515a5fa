import type { Fault } from '../../../dsl/index.js';
import { given } from '../run-flags.js';

/** Something of a level or of the whole cascade that has a fault, as the user asked for it. */
interface Asked {
  /** A flag, `--detail`, or a key of a cascade. */
  readonly name: string;
  readonly level?: number;
}

/**
 * The faults of a cascade that flags changed, with the flags as their paths: `levels[1].steps` is `--steps, level 1`. A fault that several
 * levels have is said once, with all of them: `--steps, levels 0 to 2`. Advice for the flag's key is that for the flag: `--steps 1`.
 *
 * @param flags the flag of each setting of a level, without `--`
 */
export function faultsOfLevels(faults: readonly Fault[], flags: Readonly<Record<string, string>>): Fault[] {
  const alike = new Map<string, { readonly asked: Asked; readonly said: Fault; readonly levels: Set<number> }>();
  for (const { code, path = '', message, expected, got, try: advice, see } of faults) {
    const asked = askedBy(path, flags);
    const said: Fault = { code, path, ...given({ message, expected, got, try: advice && typed(advice, flags), see }) };
    const key = JSON.stringify([asked.name, { ...said, path: '' }]);
    const known = alike.get(key) ?? { asked, said, levels: new Set() };
    if (asked.level !== undefined) known.levels.add(asked.level);
    alike.set(key, known);
  }
  return [...alike.values()].map(({ asked, said, levels }) => ({ ...said, path: pathOf(asked, [...levels], said) }));
}

/** What a path in a cascade stands for: a flag, or the key itself where no flag sets it. */
function askedBy(path: string, flags: Readonly<Record<string, string>>): Asked {
  if (path === 'noise.min') return { name: '--sigma-min' };
  if (path === 'frames') return { name: '--frames' };
  const [, level, key = '', rest = ''] = /^levels\[(\d+)\]\.(\w+)(.*)$/.exec(path) ?? [];
  if (level === undefined) return { name: path };
  return { name: Object.hasOwn(flags, key) ? `--${flags[key]}` : `${key}${rest}`, level: Number(level) };
}

/** What to type in place of what a document says: `--overlap 0.25x0x0` for `overlap: [0.25, 0, 0]`. */
function typed(advice: string, flags: Readonly<Record<string, string>>): string {
  const [, key = '', value = ''] = /^(\w+): ([^:]+)$/.exec(advice) ?? [];
  if (!Object.hasOwn(flags, key)) return advice;
  return `--${flags[key]} ${value.replace(/^\[(.*)\]$/, '$1').replaceAll(', ', 'x')}`;
}

function pathOf({ name }: Asked, levels: readonly number[], { path = '' }: Fault): string {
  const isFlag = name.startsWith('--');
  if (levels.length === 0) return name;
  return levels.length === 1 && !isFlag ? path : `${name}, ${inWords(levels)}`;
}

/** Numbers of levels, which rise: `level 1`, `levels 0 and 2`, `levels 1 to 3`. */
function inWords(levels: readonly number[]): string {
  const [first, last] = [levels[0], levels.at(-1)];
  if (first === undefined || last === undefined || first === last) return `level ${first}`;
  const isRun = levels.length > 2 && last - first === levels.length - 1;
  return isRun ? `levels ${first} to ${last}` : `levels ${levels.slice(0, -1).join(', ')} and ${last}`;
}
