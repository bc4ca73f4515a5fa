/** The kind of a value on an edge, and how its memory is freed. */
export interface Kind<T, N extends string = string> {
  readonly name: N;
  /** Whether values contain tensors; a graph without tensors needs no backend. */
  readonly tensors: boolean;
  /** Free the memory of a value. Only the runtime calls this. */
  release(this: void, value: T): void;
  /** Sizes of a value, in the order of the layout of its ports; the runtime compares them with the layout. */
  shapeOf?(this: void, value: T): readonly number[];
  /**
   * A sketch of a value: one with shapes and without numbers, for plans; left out where the layout of a port does not say enough.
   *
   * @param layout sizes of the dimensions of the port's layout
   */
  sketch?(this: void, layout: readonly number[]): T;
  /** What a size of the first dimension means, for messages: `the context of levels 0 to 2`. */
  inWords?(this: void, size: number): string;
  /** Element type of a value. */
  dtypeOf?(this: void, value: T): string;
  readonly companion?: Companion<T>;
}

/** What goes along with a value and is handed on to all that is made of it, such as the timing of frames. */
export interface Companion<T> {
  /** That of a value which has one of its own. */
  of(this: void, value: T): unknown;
  /** The value with that of what it was made of. */
  give(this: void, value: T, companion: unknown): T;
}

/** The type of a port: kind, element type, layout with symbolic dimensions, and the range of the values. */
export interface Port<T = unknown, N extends string = string> {
  readonly kind: Kind<T, N>;
  readonly dtype?: 'float32' | 'int32' | 'uint8';
  /** Dimensions: a letter is unified along the edges of a graph, a number must match. */
  readonly layout?: readonly (string | number)[];
  readonly range?: readonly [number, number];
  /** Whether the value belongs to a cascade, which is then the same for the node and for the node at the other end of an edge. */
  readonly cascade?: boolean;
  /** An optional input may be left unconnected; the operator then receives `undefined`. */
  readonly optional?: boolean;
  /** A list input takes every copy of a repeated node (`level[*].video`); the operator receives an array. */
  readonly list?: boolean;
}

/** Ports by name. */
export type Ports = Readonly<Record<string, Port>>;

/** Sizes of symbolic dimensions by letter, without those that are not known. */
export type Sizes = Readonly<Partial<Record<string, number>>>;

/** The value of a port: several for a list input, perhaps none for an optional one. */
export type ValueOf<P> =
  P extends Port<infer T>
    ? P extends { readonly optional: true }
      ? T | undefined
      : P extends { readonly list: true }
        ? readonly T[]
        : T
    : never;

/** The values an operator receives or returns, by port name. */
export type Values<P extends Ports> = { readonly [K in keyof P]: ValueOf<P[K]> };

/** Make a port an optional input. */
export const optional = <T, N extends string>(port: Port<T, N>): Port<T, N> & { readonly optional: true } => ({
  ...port,
  optional: true,
});

/** Make a port an input that takes every copy of a repeated node. */
export const list = <T, N extends string>(port: Port<T, N>): Port<T, N> & { readonly list: true } => ({
  ...port,
  list: true,
});
