import { readCascade as read, type Cascade } from '../../dsl/index.js';
import { presets } from '../presets.js';

/**
 * Read and check a cascade file, and fill in its defaults.
 *
 * @param file its path, or the name of one that comes with hpdm: `ucf101-s`
 * fails HpdmError with all faults of its form or, if the form is correct, with all values that cannot work (E_CASCADE)
 */
export const readCascade = (file: string): Cascade =>
  read(Object.hasOwn(presets, file) ? (presets[file] ?? file) : file, presets);
