import { product } from './shape.js';

/**
 * Numbers in the tensors that an operation leaves alive: those of its results, and those it keeps for its gradient.
 *
 * As tfjs counts: a tensor that is kept, reshaped or cloned counts once more, although its data may be shared.
 */
export interface Numbers {
  readonly made: number;
  /** Only where a gradient is asked for. */
  readonly saved: number;
}

/** Of an operation that is left out. */
export const NOTHING: Numbers = { made: 0, saved: 0 };

/** Of several operations together. */
export const together = (...parts: readonly Numbers[]): Numbers => ({
  made: parts.reduce((sum, { made }) => sum + made, 0),
  saved: parts.reduce((sum, { saved }) => sum + saved, 0),
});

/** The same operation so many times. */
export const times = (count: number, { made, saved }: Numbers): Numbers => ({
  made: count * made,
  saved: count * saved,
});

/** Result without anything kept: split, transpose, tile, resample. */
export const made = (size: number): Numbers => ({ made: size, saved: 0 });

/** Result as large as what is kept: reshape, concat, square, multiplication by a few numbers. */
export const kept = (size: number): Numbers => ({ made: size, saved: size });

/** Sum, difference or product of two tensors of one size: both are kept. */
export const pairwise = (size: number): Numbers => ({ made: size, saved: 2 * size });

/** tensor/linear.ts, with or without what it is added to. */
export const linear = (rows: number, from: number, to: number): Numbers => ({
  made: rows * to,
  saved: rows * from + from * to,
});

/** tensor/layer-norm.ts */
export const layerNorm = (rows: number, width: number): Numbers => ({
  made: rows * width,
  saved: rows * (width + 1) + width,
});

/** tensor/layer-norm.ts: a norm and the linear layer behind it. */
export const normLinear = (rows: number, from: number, to: number): Numbers => ({
  made: rows * to,
  saved: rows * (from + 1) + 2 * from + from * to,
});

/** tensor/mlp.ts; `hidden` is its inner width. */
export const mlpResidual = (rows: number, width: number, hidden: number): Numbers => ({
  made: rows * width,
  saved: rows * (width + 1 + 2 * hidden) + hidden + 2 * width + 2 * width * hidden,
});

/** dense2(GELU(dense1(x))), in parts. */
export const mlp = (rows: number, width: number, hidden: number): Numbers =>
  together(linear(rows, width, hidden), kept(rows * hidden), linear(rows, hidden, width));

/** Rows and width of one side of an attention, all patches together. */
export interface Side {
  readonly rows: number;
  readonly width: number;
}

/** tensor/attention.ts by hpdm's own kernel: projections, results and the logarithm of every softmax's sum. */
export const attention = (queries: Side, packed: readonly Side[], heads: number): Numbers => ({
  made: product([queries.rows, queries.width]),
  saved: packed.reduce((sum, { rows, width }) => sum + rows * width, queries.rows * (queries.width + heads)),
});

/** x + MHA(LN x, source), `inner` wide between. */
export const crossAttention = (x: Side, source: Side, inner: number, heads: number): Numbers => {
  const [query, keyValue] = [
    { rows: x.rows, width: inner },
    { rows: source.rows, width: 2 * inner },
  ];
  return together(
    normLinear(x.rows, x.width, inner),
    linear(source.rows, source.width, keyValue.width),
    attention(query, [query, keyValue], heads),
    linear(x.rows, inner, x.width),
  );
};

/** x + MHA(LN x, LN x). */
export const selfAttention = ({ rows, width }: Side, heads: number): Numbers =>
  together(
    normLinear(rows, width, 3 * width),
    attention({ rows, width }, [{ rows, width: 3 * width }], heads),
    linear(rows, width, width),
  );
