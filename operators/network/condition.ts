import { tf } from '../tensor/tf.js';
import { numbered, HpdmError, itemAt, type Cascade } from '../../dsl/index.js';

/** The condition of videos, one entry per video; null is the null condition. */
export type Condition = ClassCondition | TextCondition;

/** Classifier-free guidance when sampling. */
export interface Guided {
  /** w of D = D_null + w · (D_condition − D_null), for all levels or for each, from coarse to fine; 1 is off. */
  readonly guidance: number | readonly number[];
  /** The lowest and the highest σ with guidance, at input scale 1, for all levels, or a pair for each, from coarse to fine; all σ if it is left out. */
  readonly interval?: readonly number[];
}

/** A class for every video; `null` is the null class. */
export interface ClassCondition extends Guided {
  readonly kind: 'classes';
  readonly classes: readonly (number | null)[];
}

/** Texts of B videos, encoded. */
export interface TextTensors {
  /** Encoder tokens, padded, [B, T, D] */
  readonly tokens: tf.Tensor3D;
  /** 1 for a token, 0 for padding, [B, T]; a text without tokens is null. */
  readonly mask: tf.Tensor2D;
  /** A vector for each whole text, [B, D]; that of a null text is not read. */
  readonly pooled: tf.Tensor2D;
}

/** A text for every video. */
export interface TextCondition extends Guided, TextTensors {
  readonly kind: 'text';
  /** A text for all videos that guidance leads away from, in place of the null condition; B is 1. */
  readonly negative?: TextTensors;
}

/** The null class for each of some videos. */
export const nullClasses = (count: number, guided: Guided = { guidance: 1 }): ClassCondition => ({
  kind: 'classes',
  classes: Array.from({ length: count }, () => null),
  ...guided,
});

/** The null condition of the cascade's kind for each of some videos; nothing where the cascade has none. */
export function nullCondition(
  { condition }: Cascade,
  count: number,
  guided: Guided = { guidance: 1 },
  negative = false,
): Condition | undefined {
  switch (condition.kind) {
    case 'none':
      return undefined;
    case 'classes':
      return nullClasses(count, guided);
    case 'text': {
      const { tokens: T, width: D } = condition;
      const texts = (B: number): TextTensors => ({
        tokens: tf.zeros([B, T, D]),
        mask: tf.zeros([B, T]),
        pooled: tf.zeros([B, D]),
      });
      return { kind: 'text', ...guided, ...texts(count), ...(negative ? { negative: texts(1) } : {}) };
    }
  }
}

/** B, the number of videos of a condition. */
export const conditionCount = (condition: Condition): number =>
  condition.kind === 'classes' ? condition.classes.length : condition.tokens.shape[0];

/**
 * Make a condition from entries of another one: for the tiles of videos, for guidance, and for items that lose their condition.
 *
 * @param entries numbers of entries in `condition`; null for the null condition
 */
export function pickConditions(condition: Condition, entries: readonly (number | null)[]): Condition {
  if (condition.kind === 'classes') {
    return { ...condition, classes: entries.map((i) => (i === null ? null : itemAt(condition.classes, i))) };
  }
  const { kind, guidance, interval, tokens, mask, pooled } = condition;
  const picked = tf.tidy(() => {
    const index = tf.tensor1d(
      entries.map((i) => i ?? 0),
      'int32',
    );
    const kept = tf.tensor2d(
      entries.map((i) => (i === null ? 0 : 1)),
      [entries.length, 1],
    );
    return {
      tokens: tf.gather(tokens, index),
      mask: tf.mul<tf.Tensor2D>(tf.gather(mask, index), kept),
      pooled: tf.gather(pooled, index),
    };
  });
  return { kind, guidance, ...(interval && { interval }), ...picked };
}

/**
 * The condition of some videos, and after it what guidance leads them away from: the negative text, or the null condition.
 *
 * @param entries numbers of entries in `condition`
 */
export function pickGuided(condition: Condition, entries: readonly number[]): Condition {
  if (condition.kind === 'classes' || condition.negative === undefined) {
    return pickConditions(condition, [...entries, ...entries.map(() => null)]);
  }
  const texts = [condition, condition.negative];
  const all = tf.tidy(() => ({
    tokens: tf.concat(texts.map(({ tokens }) => tokens)),
    mask: tf.concat(texts.map(({ mask }) => mask)),
    pooled: tf.concat(texts.map(({ pooled }) => pooled)),
  }));
  const last = conditionCount(condition);
  const picked = pickConditions({ ...condition, ...all }, [...entries, ...entries.map(() => last)]);
  tf.dispose(all);
  return picked;
}

/**
 * Check a condition against a cascade; undefined, the null condition for all, is allowed, and so are null classes where the cascade has no
 * condition.
 *
 * fails E_CONDITION when its kind, size or number does not fit the cascade
 *
 * @param videos B
 */
export function checkCondition(cascade: Cascade, condition: Condition | undefined, videos: number): void {
  if (condition === undefined) return;
  const wanted = cascade.condition;
  const count = conditionCount(condition);
  const isNull = condition.kind === 'classes' && condition.classes.every((label) => label === null);
  const fits = wanted.kind === condition.kind || (wanted.kind === 'none' && isNull);
  if (!fits) refuse(`condition: ${wanted.kind}`, condition.kind);
  else if (count !== videos)
    refuse(videos === 1 ? 'one condition, for 1 video' : `a condition for each of ${videos} videos`, String(count));
  else if (condition.kind === 'classes' && wanted.kind === 'classes') {
    const other = condition.classes.find((label) => label !== null && !(label >= 0 && label < wanted.classes));
    if (other !== undefined) refuse(numbered(wanted.classes - 1, 'class', 'classes'), String(other));
  } else if (condition.kind === 'text' && wanted.kind === 'text') {
    const width = condition.tokens.shape[2];
    if (width !== wanted.width) refuse(`text tokens ${wanted.width} wide`, String(width));
  }
}

function refuse(expected: string, got: string): never {
  throw new HpdmError({
    code: 'E_CONDITION',
    expected: `${expected}, as the cascade says`,
    got,
    try: 'the condition that the network was trained with, or none',
  });
}
