import { isAbsolute, relative } from 'node:path';
import { factsOf, type FaultCode, type ExitCode, type ForeignCode } from './codes.js';

/** Where something was written: a file and, when known, the line and column (both from 1). */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** One thing that is wrong, said so that the user can mend it: what was expected, what was found, what to do. */
export interface Fault {
  /** Stable name: one of the table in `codes.ts`, or `X_…` of an operator or a program that is not part of hpdm. */
  readonly code: FaultCode | ForeignCode;
  /** One sentence; may be left out where expected/got say it all. */
  readonly message?: string;
  readonly place?: Place;
  /** Path inside the document, e.g. `nodes.stitch.in.patches`. */
  readonly path?: string;
  readonly expected?: string;
  readonly got?: string;
  readonly try?: string;
  /** For a fault in a sub-graph: the node that uses it, and where that was written. */
  readonly usedBy?: string;
}

/** The one error type of hpdm: one or more faults, found together and shown sorted by place. */
export class HpdmError extends Error {
  readonly faults: readonly Fault[];
  /** Code of the first fault. */
  readonly code: Fault['code'];
  /** With what the process ends: what the table of codes says of the first fault. */
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

/** What a cancelled run rejects with. */
export const cancelled = (why = 'cancelled'): HpdmError => new HpdmError({ code: 'E_CANCELLED', message: why });

const LABELS = { expected: 'expected', got: 'got', try: 'try', usedBy: 'used by' };

/** The terminal form of a fault: `file:line:col  path  CODE`, then message, expected, got, try, used by on lines of their own. */
export function formatFault(fault: Fault): string {
  const head = [fault.place && formatPlace(fault.place), fault.path, fault.code].filter((part) => part);
  const rows = (['message', 'expected', 'got', 'try', 'usedBy'] as const).flatMap((key) => {
    const text = fault[key];
    if (text === undefined) return [];
    return [key === 'message' ? `  ${text}` : `  ${LABELS[key].padEnd(9)} ${text}`];
  });
  return [head.join('  '), ...rows].join('\n');
}

/** `file:line:column`, as editors and terminals link it; a file in the working folder by its name from there. */
export const formatPlace = ({ file, line, column }: Place): string =>
  [fromHere(file), line, column].filter((part) => part !== undefined).join(':');

/** A file in the working folder by its name from there, another one by its whole path. */
export function fromHere(file: string): string {
  const name = isAbsolute(file) ? relative('', file) : file;
  return name === '' || name.startsWith('..') ? file : name;
}

/** Faults without those that say the same of the same place again, as every copy of a repeated sub-graph would. */
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
