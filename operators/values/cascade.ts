import * as t from 'io-ts';
import type { Cascade, Parameter } from '../../dsl/index.js';

const isCascade = (value: unknown): value is Cascade =>
  typeof value === 'object' && value !== null && 'levels' in value && 'patch' in value && 'network' in value;

const codec = new t.Type<Cascade, Cascade, unknown>(
  'cascade',
  isCascade,
  (value, context) => (isCascade(value) ? t.success(value) : t.failure(value, context)),
  t.identity,
);

/** A setting that takes a cascade: a file, a preset by name, its content, or a parameter of type `cascade`. */
export const cascade = (description: string): Parameter<Cascade> => ({
  type: codec,
  name: 'cascade',
  description,
  example: 'mnist',
});
