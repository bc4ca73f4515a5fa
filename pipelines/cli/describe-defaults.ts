import type { Command } from 'commander';
import { show } from '../../dsl/index.js';
import { declaredParameters } from './declared-parameters.js';

/**
 * Say in the help of a command which value applies when a flag is not given: the default of the document's parameter of that name.
 *
 * @param file the document that the command runs
 * @param others defaults that come from somewhere else, in words
 */
export function describeDefaults(
  command: Command,
  file: string,
  others: Readonly<Record<string, string>> = {},
): Command {
  const declared = declaredParameters(file);
  for (const option of command.options) {
    const name = option.attributeName();
    const value = declared[name]?.default;
    const words = others[name] ?? (typeof value === 'string' ? value : value === undefined ? undefined : show(value));
    if (words === undefined || option.defaultValue !== undefined || option.description.includes('(default')) continue;
    option.description += ` (default: ${words})`;
  }
  return command;
}
