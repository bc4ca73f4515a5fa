import { runFailure, type Fault, type HpdmError } from '../../dsl/index.js';

/** The failure of a run whose disk is full; `fault` says where, what was seen, and what else helps. */
export const diskFull = (
  fault: Pick<Fault, 'place' | 'path' | 'got'> & { readonly note?: string },
  cause?: unknown,
): HpdmError => {
  const { note, ...rest } = fault;
  const advice = ['free some space, or write to another disk', note].filter((part) => part !== undefined).join('; ');
  return runFailure({ code: 'E_DISK_FULL', message: 'the disk is full', ...rest, try: advice }, cause);
};
