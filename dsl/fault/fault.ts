import { isAbsolute, relative } from 'node:path';
import { factsOf, type FaultCode, type ExitCode, type ForeignCode } from './codes.js';

/** A place in a document: a file and, if known, line and column, both counted from 1. */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** A mistake or failure, described so that the user can correct it: what was expected, what was found, what to try. */
export interface Fault {
  /** Stable name: one of the table in `codes.ts`, or `X_…` of an operator or a program that is not part of hpdm. */
  readonly code: FaultCode | ForeignCode;
  /** One sentence; left out if expected and got are enough. */
  readonly message?: string;
  readonly place?: Place;
  /** Path inside the document, e.g. `nodes.stitch.in.patches`. */
  readonly path?: string;
  readonly expected?: string;
  readonly got?: string;
  readonly try?: string;
  /** Where the documentation explains the rule that was broken: `docs/cascade.md#heads`. */
  readonly see?: string;
  /** For a fault in a sub-graph: the node that uses it, and the place of that node. */
  readonly usedBy?: string;
}

/** The only error type of hpdm: one or more faults, sorted by place. */
export class HpdmError extends Error {
  readonly faults: readonly Fault[];
  /** Code of the first fault. */
  readonly code: Fault['code'];
  /** The exit code of the process, which the table of codes gives for the first fault. */
  readonly exitCode: ExitCode;

  /**
   * @param faults at least one
   * @param options the error that is behind it, if any; and for a foreign code (`X_…`) an exit code other than 2
   */
  constructor(
    faults: Fault | readonly Fault[],
    options: { readonly cause?: unknown; readonly exitCode?: ExitCode } = {},
  ) {
    const sorted = [faults].flat().sort(byPlace);
    const [first] = sorted;
    if (first === undefined) throw new RangeError('an error without a fault');
    super(sorted.map(formatFault).join('\n\n'), options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'HpdmError';
    this.faults = sorted;
    this.code = first.code;
    this.exitCode = options.exitCode ?? factsOf(first.code).exit;
  }
}

/** The error of a cancelled run. */
export const cancelled = (why = 'cancelled'): HpdmError => new HpdmError({ code: 'E_CANCELLED', message: why });

const LABELS = { expected: 'expected', got: 'got', try: 'try', see: 'see', usedBy: 'used by' };

/** A fault as text for the terminal: `file:line:col  path  CODE`, then message, expected, got, try, see and used by, each on a separate line. */
export function formatFault(fault: Fault): string {
  const head = [fault.place && formatPlace(fault.place), fault.path, fault.code].filter((part) => part);
  const rows = (['message', 'expected', 'got', 'try', 'see', 'usedBy'] as const).flatMap((key) => {
    const text = fault[key];
    if (text === undefined) return [];
    return [key === 'message' ? `  ${text}` : `  ${LABELS[key].padEnd(9)} ${text}`];
  });
  return [head.join('  '), ...rows].join('\n');
}

/** A place as `file:line:column`, which editors and terminals recognise as a link. */
export const formatPlace = ({ file, line, column }: Place): string =>
  [fromHere(file), line, column].filter((part) => part !== undefined).join(':');

/** The path of a file, relative to the working folder if the file is inside it. */
export function fromHere(file: string): string {
  const name = isAbsolute(file) ? relative('', file) : file;
  return name === '' || name.startsWith('..') ? file : name;
}

/** Remove faults that repeat the same text for the same place, which every copy of a repeated sub-graph would. */
export function distinct(faults: readonly Fault[]): Fault[] {
  const seen = new Map<string, Fault>();
  for (const fault of faults) {
    const { code, place, path = '' } = fault;
    const key = [code, place && formatPlace(place), path].join(' ');
    if (!seen.has(key)) seen.set(key, fault);
  }
  return [...seen.values()];
}

function byPlace(a: Fault, b: Fault): number {
  const files = (a.place?.file ?? '').localeCompare(b.place?.file ?? '');
  return files || (a.place?.line ?? 0) - (b.place?.line ?? 0) || (a.place?.column ?? 0) - (b.place?.column ?? 0);
}
