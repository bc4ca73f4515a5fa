import { HpdmError } from '../../dsl/index.js';
import type { Declaration } from '../network/declaration.js';
import { filled } from '../tensor/filled.js';
import { product } from '../tensor/product.js';
import { tf } from '../tensor/tf.js';
import { partIn, type Part } from './part.js';
import type { TrainingVectors } from './training-state.js';

/** The parameters that a training leaves as they are. */
export class Frozen {
  readonly #only: readonly string[];
  /** 1 for a parameter that is trained, 0 for the others, [P]. */
  readonly #trained: tf.Tensor1D;

  /**
   * @param declarations in the order of the vectors
   * @param only what the names of the trained parameters begin with
   * fails E_SETTING_TYPE when a beginning is that of no parameter
   */
  constructor(declarations: readonly Declaration[], only: readonly string[]) {
    const idle = only.find((beginning) => !declarations.some(({ name }) => name.startsWith(beginning)));
    if (idle !== undefined) {
      const families = [...new Set(declarations.map(({ name }) => name.split('.').slice(0, 2).join('.')))];
      const [path, expected] = ['with.only', 'beginnings of names of parameters'];
      throw new HpdmError({ code: 'E_SETTING_TYPE', path, expected, got: `"${idle}"`, try: families.join(', ') });
    }
    this.#only = only;
    const sizes = declarations.map(({ shape }) => product(shape));
    this.#trained = tf.keep(
      filled<tf.Rank.R1>([sizes.reduce((sum, size) => sum + size, 0)], (values) => {
        let offset = 0;
        declarations.forEach(({ name }, i) => {
          const end = offset + (sizes[i] ?? 0);
          values.fill(this.isTrained(name) ? 1 : 0, offset, end);
          offset = end;
        });
      }),
    );
  }

  /** Whether a parameter is trained, by its name. */
  isTrained(name: string): boolean {
    return this.#only.some((beginning) => name.startsWith(beginning));
  }

  /**
   * The vectors after a step, with the other parameters as they were before: weight decay would have moved them.
   *
   * @param part of the parameters that the vectors have
   */
  keep(before: TrainingVectors, after: TrainingVectors, part: Part): TrainingVectors {
    const trained = tf.cast(partIn(part, this.#trained), 'bool');
    const kept = (name: 'parameters' | 'average'): tf.Tensor1D => tf.where(trained, after[name], before[name]);
    return { ...after, parameters: kept('parameters'), average: kept('average') };
  }

  dispose(): void {
    this.#trained.dispose();
  }
}
