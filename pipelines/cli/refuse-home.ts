import { homedir } from 'node:os';
import type { Command } from 'commander';
import { HpdmError, isOfHome, type Fault } from '../../dsl/index.js';

/** What is in the angle brackets of a flag or an argument that names a file. */
const OF_FILES = /<[^>]*(file|folder|path|checkpoint)[^>]*>/;

/**
 * Refuse flags and arguments of a command whose files begin with ~, which the shell replaces only where it is not in quotes: nothing would be
 * found there, or a folder called ~ would be made.
 *
 * fails E_SET with the file that was meant
 */
export function refuseHome(command: Command): void {
  const values = command.opts<Readonly<Record<string, unknown>>>();
  const flags = command.options
    .filter(({ flags }) => OF_FILES.test(flags))
    .flatMap((option) => faultsOf(option.long ?? option.flags, values[option.attributeName()], option.long));
  const given = command.registeredArguments
    .map((argument, i) => [argument.name(), command.processedArgs[i] as unknown] as const)
    .filter(([name]) => OF_FILES.test(`<${name}>`))
    .flatMap(([name, value]) => faultsOf(name, value));
  const faults = [...flags, ...given];
  if (faults.length > 0) throw new HpdmError(faults);
}

/** The faults of a value: a file, several, or the file that stands for a level. */
function faultsOf(place: string, value: unknown, flag?: string): Fault[] {
  if (Array.isArray(value)) return value.flatMap((one) => faultsOf(place, one, flag));
  const { level, path } =
    typeof value === 'object' && value !== null ? (value as { level?: number; path?: string }) : {};
  const file = path ?? value;
  if (typeof file !== 'string' || !isOfHome(file)) return [];
  const meant = `${level === undefined ? '' : `level=${level}:`}${homedir()}${file.slice(1)}`;
  const expected = 'a path without ~, which the shell replaces only outside quotes';
  return [{ code: 'E_SET', path: place, expected, got: file, try: flag === undefined ? meant : `${flag} ${meant}` }];
}
