import { HpdmError, show, suggestion, type Fault } from '../../dsl/index.js';
import { backendChoice } from '../../operators/tensor/select-backend.js';
import type { RunOptions } from './run-options.js';

/** Every option of a run; the compiler says when one is missing. */
const KNOWN: Readonly<Record<keyof RunOptions, true>> = {
  ...{ seed: true, first: true, firstOf: true, signal: true, enough: true, previews: true, admit: true },
  ...{ onEvent: true, backend: true, onBackend: true, gang: true, facts: true },
};

/**
 * Refuse the options of a run that the command line would refuse, too, before anything runs.
 *
 * fails E_OPTION for unknown names, and for a seed or a first item that is no whole number ≥ 0; E_BACKEND_NAME
 */
export function refuseOptions(options: RunOptions): void {
  const unknown = Object.keys(options).filter((name) => !Object.hasOwn(KNOWN, name));
  const faults: Fault[] = unknown.map((name) => ({
    ...{ code: 'E_OPTION', path: name, expected: 'an option of run or open', got: `"${name}"` },
    try: suggestion(name, Object.keys(KNOWN)),
  }));
  for (const name of ['seed', 'first'] as const) {
    const value: unknown = options[name];
    if (value === undefined || (Number.isSafeInteger(value) && Number(value) >= 0)) continue;
    const got = show(value);
    faults.push({
      code: 'E_OPTION',
      path: name,
      expected: 'a whole number ≥ 0',
      got,
      try: `${name}: ${nearest(value)}`,
    });
  }
  if (faults.length > 0) throw new HpdmError(faults);
  if (options.backend !== undefined) backendChoice(options.backend);
}

/** The whole number ≥ 0 that was probably meant. */
function nearest(value: unknown): number {
  const rounded = Math.abs(Math.trunc(Number(value)));
  return Number.isSafeInteger(rounded) ? rounded : 0;
}
