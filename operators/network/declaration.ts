/** How a parameter starts. */
export type Start = 'fan-in' | 'zeros' | 'ones' | 'small' | 'identity' | 'context';

/**
 * What goes through a kernel: the tokens of a patch, its latents, the words of its text, these and the null token, or one row for
 * the whole patch.
 */
export type Rows = 'tokens' | 'latents' | 'words' | 'text' | 'patch';

/** One parameter of the network: its checkpoint key, shape, start, and whether weight decay applies. */
export interface Declaration {
  readonly name: string;
  readonly shape: readonly number[];
  readonly start: Start;
  readonly decay: boolean;
  /** Of a kernel: what is multiplied by it. The cost model counts on it. */
  readonly rows?: Rows;
}

/** A sequence: what its rows are, and how wide. */
export interface Sequence {
  readonly rows: Rows;
  readonly width: number;
}

/** A matrix that multiplies activations, [from, to]. */
export const matrix = (name: string, rows: Rows, from: number, to: number, start: Start = 'fan-in'): Declaration => ({
  name: `${name}.kernel`,
  shape: [from, to],
  start,
  decay: true,
  rows,
});

/** A vector added to activations or multiplied with them. */
export const vector = (name: string, size: number, start: Start = 'zeros'): Declaration => ({
  name,
  shape: [size],
  start,
  decay: false,
});

/** Rows that are learned as they are: positions, latents, levels, classes. */
export const table = (name: string, rows: number, columns: number): Declaration => ({
  name,
  shape: [rows, columns],
  start: 'small',
  decay: false,
});

/** x · kernel + bias. */
export const dense = (name: string, rows: Rows, from: number, to: number, start: Start = 'fan-in'): Declaration[] => [
  matrix(name, rows, from, to, start),
  vector(`${name}.bias`, to),
];

/** A layer norm's scale and shift. */
export const norm = (name: string, size: number, gamma: Start = 'ones'): Declaration[] => [
  vector(`${name}.gamma`, size, gamma),
  vector(`${name}.beta`, size),
];

/** Two dense layers, `ratio` times as wide in between. */
export const mlp = (name: string, { rows, width }: Sequence, ratio: number): Declaration[] => [
  ...dense(`${name}.dense1`, rows, width, width * ratio),
  ...dense(`${name}.dense2`, rows, width * ratio, width),
];

/** An MLP with its norm. */
export const normMlp = (name: string, sequence: Sequence, ratio: number): Declaration[] => [
  ...norm(`${name}.norm`, sequence.width),
  ...mlp(name, sequence, ratio),
];

/** Attention of queries over a source's keys and values (packed), `inner` wide in between. */
export const crossAttention = (
  name: string,
  query: Sequence,
  source: Sequence,
  inner: number,
  out: Start = 'fan-in',
): Declaration[] => [
  ...norm(`${name}.norm`, query.width),
  ...dense(`${name}.attention.query`, query.rows, query.width, inner),
  ...dense(`${name}.attention.keyValue`, source.rows, source.width, 2 * inner),
  ...dense(`${name}.attention.out`, query.rows, inner, query.width, out),
];

/** Attention of a sequence over itself, queries, keys and values packed. */
export const selfAttention = (name: string, { rows, width }: Sequence): Declaration[] => [
  ...dense(`${name}.attention.queryKeyValue`, rows, width, 3 * width),
  ...dense(`${name}.attention.out`, rows, width, width),
];
