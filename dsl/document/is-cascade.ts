import { isObject } from '../codec/is-object.js';
import type { Source } from './source.js';

/** Whether a file holds a cascade, not a pipeline document. */
export const isCascade = ({ value }: Pick<Source, 'value'>): boolean =>
  isObject(value) && 'cascade' in value && !('hpdm' in value);
