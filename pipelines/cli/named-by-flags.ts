import type { Command } from 'commander';
import { HpdmError, type Fault } from '../../dsl/index.js';
import { given } from './run-flags.js';

/** Flags such as `--fps`, by the parameter of the document that each sets. */
type Flags = Readonly<Record<string, string>>;

/**
 * Do the work of a command whose flags are parameters of a document. Faults of a parameter that a flag set name the flag, as the user typed it,
 * in their path and advice: `--fps 240` in place of `--set fps=240`. What several nodes say of one flag is said once.
 *
 * @param renamed the parameters that have another name than their flag, by the name of the flag's value: `{ initFrom: 'start' }`
 * @param settings the parameters that settings of nodes have from, where their names differ: `{ 'nodes.clip.with.path': 'in' }`
 * fails as the work does
 */
export async function namedByFlags<T>(
  command: Command,
  renamed: Readonly<Record<string, string>>,
  work: () => Promise<T>,
  settings: Readonly<Record<string, string>> = {},
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof HpdmError)) throw error;
    const flags = command.options.map((option) => [option.attributeName(), option.long ?? ''] as const);
    const parameter = (name: string): string => renamed[name] ?? name;
    const known = Object.fromEntries(flags.map(([name, flag]) => [parameter(name), flag]));
    const set = command.getOptionValue('set') as Readonly<Record<string, unknown>> | undefined;
    const typed = Object.fromEntries(
      flags
        .filter(([name]) => command.getOptionValueSource(name) === 'cli' && !Object.hasOwn(set ?? {}, parameter(name)))
        .map(([name, flag]) => [parameter(name), flag]),
    );
    const faults = new Map(
      error.faults.map((fault) => named(fault, typed, known, settings)).map((one) => [keyOf(one), one]),
    );
    throw new HpdmError([...faults.values()], { cause: error, exitCode: error.exitCode });
  }
}

const keyOf = ({ code, path, expected, got, try: advice }: Fault): string =>
  JSON.stringify([code, path, expected, got, advice]);

/** A fault with flags in its path and advice, where it is about a flag. */
function named(fault: Fault, typed: Flags, known: Flags, settings: Flags): Fault {
  const { path = '', try: advice } = fault;
  const name = settings[path] ?? /^(?:params|.*\.with)\.(\w+)$/.exec(path)?.[1] ?? '';
  const flag = Object.hasOwn(typed, name) ? typed[name] : undefined;
  if (flag === undefined)
    return fault.code === 'E_CLIPS' ? { ...fault, ...given({ try: inFlags(advice, known) }) } : fault;
  const { code, message, expected, got, see } = fault;
  const said = advice?.replace(`--set ${name}=`, `${flag} `).replace(`${name}: `, `${flag} `);
  return { code, path: flag, ...given({ message, expected, got, try: said, see }) };
}

/** Advice in the words of a document, `short: hold, a greater fps`, in flags: `--short hold, a greater --fps`. */
const inFlags = (advice: string | undefined, known: Flags): string | undefined =>
  advice
    ?.replace(/\b(\w+)(: (?=\w))/g, (all, name: string) => (Object.hasOwn(known, name) ? `${known[name]} ` : all))
    .replace('a greater fps', 'a greater --fps');
