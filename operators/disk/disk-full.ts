import { HpdmError, type Fault } from '../../dsl/index.js';

/** The error of a run whose disk is full; `fault` adds the place, the symptom and further advice. */
export const diskFull = (
  fault: Pick<Fault, 'place' | 'path' | 'got'> & { readonly note?: string },
  cause?: unknown,
): HpdmError => {
  const { note, ...rest } = fault;
  const advice = ['free some space, or write to another disk', note].filter((part) => part !== undefined).join('; ');
  return new HpdmError({ code: 'E_DISK_FULL', message: 'the disk is full', ...rest, try: advice }, { cause });
};
