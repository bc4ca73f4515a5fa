import type { Declared, Defaulted, Input } from './ref.js';
import type { Cascade, Size } from '../cascade/cascade.js';
import type { Port } from '../contract/port.js';
import type { ParameterDocument } from '../document/pipeline-document.js';

interface About<T> {
  readonly default?: T;
  readonly description?: string;
}
interface Bounds {
  readonly min?: number;
  readonly max?: number;
  readonly unit?: string;
}

/** Declares a parameter; it is optional if it has a default. */
interface Declare<T, D, M> {
  (options: About<D> & M & { readonly default: D }): Defaulted<T>;
  (options?: About<D> & M): Declared<T>;
}

const declare = <T, D = T, M = object>(type: ParameterDocument['type']): Declare<T, D, M> =>
  ((options: object = {}) => ({
    declaration: { type, ...options } as ParameterDocument,
    ...('default' in options ? { defaulted: true } : {}),
  })) as Declare<T, D, M>;

/** One of a few words. */
function oneOf<const W extends string>(
  values: readonly W[],
  options: About<NoInfer<W>> & { readonly default: NoInfer<W> },
): Defaulted<W>;
function oneOf<const W extends string>(values: readonly W[], options?: About<NoInfer<W>>): Declared<W>;
function oneOf(values: readonly string[], options: About<string> = {}): Declared<string> {
  return declare<string, string, { readonly values: readonly string[] }>('enum')({ values, ...options });
}

/** The types of parameters. Each takes a default and a description; numbers also take bounds and a unit. */
export const param = {
  string: declare<string>('string'),
  int: declare<number, number, Bounds>('int'),
  number: declare<number, number, Bounds>('number'),
  bool: declare<boolean>('bool'),
  /** One of a few words. */
  enum: oneOf,
  /** A file or folder to write. */
  path: declare<string>('path'),
  /** A file that must exist. */
  file: declare<string>('file'),
  /** A cascade file. */
  cascade: declare<Cascade, string>('cascade'),
  /** A list of texts. */
  strings: (options: About<readonly string[]> = {}) => listed<string>('string', options),
  /** A list of whole numbers. */
  ints: (options: About<readonly number[]> & Bounds = {}) => listed<number>('int', options),
  /** Three whole numbers: frames, height, width. */
  triple: (options: About<Size> & Bounds = {}) =>
    declare<Size, Size, { readonly of: string }>('list')({ of: 'int', ...options }),
  /** A list of numbers. */
  numbers: (options: About<readonly number[]> & Bounds = {}) => listed<number>('number', options),
};

const listed = <T>(of: 'string' | 'int' | 'number', options: object): Declared<readonly T[]> =>
  declare<readonly T[], readonly T[], { readonly of: string }>('list')({ of, ...options });

/** An input of a graph. */
export const input = <P extends Port>(port: P, description: string): Input<P> => ({ port, description });
