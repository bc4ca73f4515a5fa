import { Command, InvalidArgumentError, Option } from 'commander';
import { HpdmError, parseBytes, type MemoryChoice } from '../../dsl/index.js';
import { PRECISIONS } from '../../operators/tensor/precision.js';
import { backendChoice, type BackendChoice } from '../../operators/tensor/select-backend.js';

/** Flags of every command that runs a graph. */
export interface RunFlags {
  readonly set: Readonly<Record<string, string>>;
  readonly seed?: number;
  readonly backend?: BackendChoice;
  /** Write the events as JSON lines to this file; `-` is standard output. */
  readonly events?: string;
  /** Keep a picture of the video being sampled in this PNG file. */
  readonly preview?: string;
  readonly quiet?: boolean;
  /** Show the details of notes. */
  readonly verbose?: boolean;
  /** Whether standard output gets the report as JSON. */
  readonly json?: boolean;
  /** Show what would run, and run nothing. */
  readonly dryRun?: boolean;
  readonly memory?: MemoryChoice;
}

/** Add the flags that all commands which run a graph share. */
export const withRunFlags = (command: Command): Command =>
  command
    .addOption(setOption())
    .option('--seed <n>', 'seed of all random numbers', wholeNumber)
    .option(
      '--backend <name>',
      'auto, tensorflow, webgpu, wasm or cpu (default: HPDM_BACKEND, else auto)',
      backendChoice,
    )
    .option('--events <file>', 'write every event as a JSON line; - is standard output')
    .option('--json', 'at the end, write what was done as JSON to standard output: files, seconds, device, faults')
    .option('-v, --verbose', 'every detail of what is said, such as what became of each tensor with --init-from')
    .option('-q, --quiet', 'no progress and no list of files; warnings and errors only');

/** `--preview`, for commands that may sample. */
export const previewOption = (): Option =>
  new Option('--preview <file>', 'keep a picture of the video being sampled in this file (.png)');

/** `--dry-run`, for commands that run one graph. */
export const dryRunOption = (): Option =>
  new Option('--dry-run', 'check everything, show every resolved setting and the plan, run nothing');

/** `--precision`, for commands that train or sample. */
export const precisionOption = (): Option =>
  new Option('--precision <name>', 'of products; bf16 is faster with AMX, or AVX512-BF16 of AMD').choices(PRECISIONS);

/** `--set name=value`, for every command that reads a document. */
export const setOption = (): Option =>
  new Option('--set <name=value>', 'value of a parameter of the document; may be repeated')
    .argParser(parseSetting)
    .default({}, 'none');

/** `--memory`, for commands that plan or run. */
export const memoryOption = (what = 'tiles are sampled so that it is enough'): Option =>
  new Option('--memory <size>', `memory that the run may take: 4GiB; ${what}`)
    .argParser(memorySize)
    .default(undefined, 'half of what is free');

/** A size such as `4GiB`, as the most that a run may take. */
function memorySize(text: string): MemoryChoice {
  const most = parseBytes(text);
  if (most !== undefined && most > 0) return { most };
  throw new InvalidArgumentError('expected a size: 4GiB, 512MiB, 1.5GB');
}

/** A whole number ≥ 0 from the command line. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new InvalidArgumentError('expected a whole number ≥ 0');
}

/** A whole number ≥ 1 from the command line. */
export function atLeastOne(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError('expected a whole number ≥ 1');
}

/** A number from the command line. */
export function anyNumber(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('expected a number');
}

/** Collect the values of a flag that may be repeated. */
export const listed = (text: string, earlier: readonly string[] = []): readonly string[] => [...earlier, text];

/** A value `name=value` of the command line, and the earlier ones; fails E_SET when the form is wrong, or for a name that has a value. */
export function parseSetting(text: string, earlier: Readonly<Record<string, string>>): Record<string, string> {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw new HpdmError({
      code: 'E_SET',
      expected: 'name=value',
      got: text,
      try: text.startsWith('=') ? `NAME${text}` : `${text || 'seed'}=VALUE`,
    });
  }
  if (Object.hasOwn(earlier, name)) {
    const got = `${name}=${earlier[name] ?? ''}, and ${name}=${value}`;
    throw new HpdmError({ code: 'E_SET', path: name, expected: 'one value', got, try: 'one of them' });
  }
  return { ...earlier, [name]: value };
}

/** The flags that were given, as values for a document's parameters. */
export const given = (values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
