/** The initial values of a parameter. */
export type Start = 'fan-in' | 'zeros' | 'ones' | 'small' | 'identity' | 'context';

/**
 * The rows that a kernel multiplies: the tokens of a patch, its latents, the words of its text, these and the null token, or one row
 * for the whole patch.
 */
export type Rows = 'tokens' | 'latents' | 'words' | 'text' | 'patch';

/** A parameter of the network: its key in a checkpoint, shape, initial values, and whether weight decay applies. */
export interface Declaration {
  readonly name: string;
  readonly shape: readonly number[];
  readonly start: Start;
  readonly decay: boolean;
  /** Of a kernel: what is multiplied by it. The cost model counts on it. */
  readonly rows?: Rows;
}

/** A sequence: its rows and their width. */
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

/** A vector that is added to activations or multiplies them. */
export const vector = (name: string, size: number, start: Start = 'zeros'): Declaration => ({
  name,
  shape: [size],
  start,
  decay: false,
});

/** A learned table: positions, latents, levels, classes. */
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

/** Two dense layers; the hidden layer is `ratio` times as wide. */
export const mlp = (name: string, { rows, width }: Sequence, ratio: number): Declaration[] => [
  ...dense(`${name}.dense1`, rows, width, width * ratio),
  ...dense(`${name}.dense2`, rows, width * ratio, width),
];

/** An MLP with its norm. */
export const normMlp = (name: string, sequence: Sequence, ratio: number): Declaration[] => [
  ...norm(`${name}.norm`, sequence.width),
  ...mlp(name, sequence, ratio),
];

/** Attention of queries over the packed keys and values of a source; `inner` is its width. */
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

/** Attention of a sequence over itself, with packed queries, keys and values. */
export const selfAttention = (name: string, { rows, width }: Sequence): Declaration[] => [
  ...dense(`${name}.attention.queryKeyValue`, rows, width, 3 * width),
  ...dense(`${name}.attention.out`, rows, width, width),
];
