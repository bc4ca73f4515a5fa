import { HpdmError, isCascade, readSource } from '../../dsl/index.js';
import { presets } from '../presets.js';

/** Whether a file holds a cascade, not a pipeline document; fails E_FILE, E_SYNTAX. */
export const isCascadeFile = (file: string): boolean => isCascade(readSource(file, presets));

/** Refuse `--set` for a cascade, which has no parameters; fails E_SET. */
export function refuseSet(file: string, set: Readonly<Record<string, string>>, advice: string): void {
  const names = Object.keys(set);
  if (names.length === 0) return;
  throw new HpdmError({
    code: 'E_SET',
    place: { file },
    expected: 'no values: a cascade has no parameters',
    got: names.join(', '),
    try: advice,
  });
}
