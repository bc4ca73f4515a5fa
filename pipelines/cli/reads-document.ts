import { Argument, type Command } from 'commander';
import { documentFile, readyDocuments } from '../ready-documents.js';
import { parseSetting } from './run-flags.js';

/** What a command reads: a document and values of its parameters. */
export interface Reading {
  readonly file: string;
  readonly set: Readonly<Record<string, string>>;
}

/**
 * Add the arguments of a command that reads a document, and has `--set`: `FILE name=value …`.
 *
 * @param cascades whether it reads cascades, too
 * @param act the work of the command
 */
export function readsDocument<F extends { readonly set: Reading['set'] }>(
  command: Command,
  cascades: boolean,
  act: (reading: Reading, flags: F) => Promise<void>,
): Command {
  const kinds = cascades ? 'pipeline document or cascade' : 'pipeline document';
  return command
    .addArgument(new Argument('<file>', `${kinds}, YAML or JSON; or the name of one that comes with hpdm`))
    .addArgument(new Argument('[name=value...]', 'values of its parameters; the same as --set name=value'))
    .action(async (file: string, values: readonly string[], flags: F) => {
      const set = values.reduce((earlier, text) => parseSetting(text, earlier), flags.set);
      await act({ file: documentFile(file, cascades), set }, flags);
    });
}

/** The documents that come with hpdm, one per line, for the help of a command. */
export const listDocuments = (): string =>
  readyDocuments()
    .map(({ name, about }) => `  ${name.padEnd(18)} ${about}`)
    .join('\n');
