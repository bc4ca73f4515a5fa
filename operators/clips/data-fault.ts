import { HpdmError, type FaultCode } from '../../dsl/index.js';

/** The parts of a fault of a data set. */
interface Facts {
  readonly file: string;
  readonly line?: number;
  readonly expected: string;
  readonly got: string;
  readonly try: string;
}

/** An error about a data set, at a file and, if known, a line of it. */
export const dataFault = (code: FaultCode, { file, line, ...rest }: Facts): HpdmError =>
  new HpdmError({ code, place: line === undefined ? { file } : { file, line }, ...rest });

/** The first of many, for messages: `a, b, c and 12 more`. */
export const someOf = (names: readonly string[], most = 8): string =>
  names.slice(0, most).join(', ') + (names.length > most ? ` and ${names.length - most} more` : '');
