import { isRight } from 'fp-ts/lib/Either.js';
import type * as t from 'io-ts';

/** Whether a codec accepts a value. */
export const fits = (codec: t.Mixed, value: unknown): boolean => isRight(codec.decode(value));
