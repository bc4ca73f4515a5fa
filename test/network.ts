import { tf } from '../operators/tensor/tf.js';
import type { Cascade } from '../dsl/index.js';
import type { Condition } from '../operators/network/condition.js';
import type { LevelInput } from '../operators/network/run-blocks.js';
import type { Network } from '../operators/network/network.js';
import { declareParameters } from '../operators/network/declare-parameters.js';
import { startingValue } from '../operators/network/starting-value.js';
import type { Weights } from '../operators/network/weights.js';
import type { Origin } from '../operators/network/origin.js';
import { normal } from './gradients.js';

/** A network as it starts, with every vector and table moved off its start, so that all of it matters. */
export function movedNetwork(cascade: Cascade): Network & { readonly weights: Weights } {
  const weights = declareParameters(cascade).map((declaration) => {
    const { name, shape } = declaration;
    const moved = () => tf.add(tf.tensor(startingValue(declaration, 1), [...shape]), normal(name, shape, 0.1));
    return [name, tf.tidy(moved)] as const;
  });
  return { cascade, weights: Object.fromEntries(weights) };
}

/** Random patches of every level. */
export const pyramidInputs = ({ levels, patch, channels }: Cascade, batch: number): LevelInput[] =>
  levels.map((_, level) => ({
    level,
    patches: normal<tf.Tensor5D>(`patches ${level}`, [batch, ...patch, channels]),
    noise: normal<tf.Tensor1D>(`noise ${level}`, [batch]),
  }));

/** A condition of the cascade's kind for `count` videos, the second of them null; nothing where the cascade has none. */
export function someCondition({ condition }: Cascade, count: number, guidance = 1): Condition | undefined {
  const items = Array.from({ length: count }, (_, i) => i);
  if (condition.kind === 'none') return undefined;
  if (condition.kind === 'classes') {
    const { classes } = condition;
    return { kind: 'classes', guidance, classes: items.map((i) => (i === 1 ? null : (2 * i + 1) % classes)) };
  }
  const { tokens: T, width } = condition;
  const lengths = items.map((i) => (i === 1 ? 0 : T - (i % T)));
  return {
    kind: 'text',
    guidance,
    tokens: normal('text', [count, T, width]),
    pooled: normal('pooled text', [count, width]),
    mask: tf.tensor2d(lengths.map((length) => Array.from({ length: T }, (_, t) => (t < length ? 1 : 0)))),
  };
}

/** Nested patches of three levels: level 1 in a corner, level 2 in the middle of it; another place for every sample. */
export const nestedOrigins = (batch: number): Origin[][] => [
  Array.from({ length: batch }, (): Origin => [0, 0, 0]),
  Array.from({ length: batch }, (_, i): Origin => [i % 2 === 0 ? 0 : 4, 8, 2 * i]),
  Array.from({ length: batch }, (_, i): Origin => [i % 2 === 0 ? 1 : 5, 10, 2 * i + 1]),
];
